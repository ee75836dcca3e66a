# Lists in four of the formats that are published, and what changes when they are loaded again.
$ tocsin init
New home: ~/home
$ tocsin init
~~
[exit 3]
$ tocsin datasets
No list is loaded: tocsin import FILE
$ tocsin import examples/lists/ofac examples/lists/un/consolidated.xml
$ tocsin import examples/lists/ftm/entities.ftm.json --dataset maren_register
$ tocsin import examples/lists/own/house_ban.csv
$ tocsin datasets
# The same file again: nothing is done.
$ tocsin import examples/lists/own/house_ban.csv
# A newer version.
$ cp examples/lists/own/house_ban.csv newer.csv
$ sed -i -e /^H-03/d -e s/1990-08/1990-09/ -e '$aH-13,Zelpha Nightingrove,,female,1981,gb,,person' newer.csv
$ tocsin import newer.csv --dataset house_ban
$ tocsin screen 'Zelpha Nightingrove' --dataset house_ban
[exit 1]
# A bad record ends it, or is left out and named.
$ sed -i -e '$aH-14,,,,,,,person' newer.csv
$ tocsin import newer.csv --dataset house_ban
[exit 3]
$ tocsin import newer.csv --dataset house_ban --skip-bad 1
$ tocsin import missing.csv
[exit 3]
$ tocsin import newer.csv --format nonsense
[exit 3]
$ tocsin import newer.csv --dataset 'a b'
[exit 2]
# An own table with headings that nobody knows.
$ tocsin import examples/guests.csv --dataset guests
[exit 3]
$ tocsin import examples/guests.csv --dataset guests --map full_name=Gast --map date_of_birth=Tag
