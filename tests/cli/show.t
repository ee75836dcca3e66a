# One entity with what hangs on it, and how it became so.
$ tocsin init
$ tocsin import examples/lists/ofac examples/lists/own/house_ban.csv
$ tocsin show ofac-90011
$ tocsin show ofac-90003
$ tocsin show ofac-1
[exit 3]
$ cp examples/lists/own/house_ban.csv newer.csv
$ sed -i -e s/1990-08/1990-09/ -e /^H-12/d newer.csv
$ env SOURCE_DATE_EPOCH=1772578800 tocsin import newer.csv --dataset house_ban
$ tocsin show H-05 --history
$ tocsin show H-05 --history --json
# Why a name does or does not match an entity.
$ tocsin explain 'Lirien Ostwane' ofac-90011
$ tocsin explain --name 'Lirien Ostwane' --birth-date 1974 ofac-90011 --json
$ tocsin explain 'Ottoline Vanterpost' ofac-90011
$ tocsin explain ofac-90011
[exit 2]
