# Lists in four of the formats that are published, and what changes when they are loaded again.
$ tocsin init
New home: home
$ tocsin init
tocsin: home is a tocsin home already
[exit 3]
$ tocsin datasets
No list is loaded: tocsin import FILE
$ tocsin import examples/lists/ofac examples/lists/un/consolidated.xml
us_ofac_sdn  ofac-csv
  entities  ~ with 31 names
  scripts   Latin 31
  changes   ~ added, 0 changed, 0 removed, 0 unchanged
  time      ~
un_sc_sanctions  un-xml, version 2026-01-31T00:00:09.554Z
  entities  ~ with 35 names
  scripts   Latin 25, Arabic 5, Han 3, Cyrillic 1, Hangul 1
  changes   ~ added, 0 changed, 0 removed, 0 unchanged
  time      ~
$ tocsin import examples/lists/ftm/entities.ftm.json --dataset maren_register
maren_register  ftm
  entities  ~ with 33 names
  scripts   Latin 22, Arabic 2, Cyrillic 1, Greek 1, Armenian 1, Georgian 1,
            Hebrew 1, Han 1, Katakana_Or_Hiragana 1, Hangul 1, Devanagari 1
  changes   ~ added, 0 changed, 0 removed, 0 unchanged
  time      ~
$ tocsin import examples/lists/own/house_ban.csv
house_ban  persons-csv
  entities  ~ with 19 names
  scripts   Latin 16, Cyrillic 1, Arabic 1, Han 1
  changes   ~ added, 0 changed, 0 removed, 0 unchanged
  time      ~
$ tocsin datasets
dataset          entities  targets  names  version     imported
house_ban              ~        0     ~  -           2026-01-31 23:00
maren_register         ~       15     ~  -           2026-01-31 23:00
un_sc_sanctions        ~       11     ~  2026-01-31  2026-01-31 23:00
us_ofac_sdn            ~       14     ~  -           2026-01-31 23:00
# The same file again: nothing is done.
$ tocsin import examples/lists/own/house_ban.csv
house_ban  persons-csv
  entities  ~ with 19 names
  changes   none: the same file as last time
# A newer version.
$ cp examples/lists/own/house_ban.csv newer.csv
$ sed -i -e /^H-03/d -e s/1990-08/1990-09/ -e '$aH-13,Zelpha Nightingrove,,female,1981,gb,,person' newer.csv
$ tocsin import newer.csv --dataset house_ban
house_ban  persons-csv
  entities  ~ with 18 names
  scripts   Latin 16, Arabic 1, Han 1
  changes   1 added, 1 changed, 1 removed, 10 unchanged
  time      ~
$ tocsin screen 'Zelpha Nightingrove' --dataset house_ban
1 match at 0.70 or above

~ [~]  MATCH  Zelpha Nightingrove
     Person, H-13, house_ban
     +~  Name
            asked   Zelpha Nightingrove
            listed  Zelpha Nightingrove
~~
[exit 1]
# A bad record ends it, or is left out and named.
$ sed -i -e '$aH-14,,,,,,,person' newer.csv
$ tocsin import newer.csv --dataset house_ban
tocsin: newer.csv:14: a row without a name
[exit 3]
$ tocsin import newer.csv --dataset house_ban --skip-bad 1
left out: newer.csv:14: a row without a name
house_ban  persons-csv
  entities  ~ with 18 names
  scripts   Latin 16, Arabic 1, Han 1
  changes   0 added, 0 changed, 0 removed, 12 unchanged
  left out  1 that cannot be read
  time      ~
$ tocsin import missing.csv
tocsin: missing.csv: 'missing.csv' cannot be found: No such file or directory
[exit 3]
$ tocsin import newer.csv --format nonsense
tocsin: newer.csv: there is no format 'nonsense'
[exit 3]
$ tocsin import newer.csv --dataset 'a b'
tocsin: 'a b': a dataset's name is made of a-z, 0-9 and _
[exit 2]
# An own table with headings that nobody knows.
$ tocsin import examples/guests.csv --dataset guests
tocsin: guests.csv: no known format: it looks like text without a heading row
        that names a person
[exit 3]
$ tocsin import examples/guests.csv --dataset guests --map full_name=Gast --map date_of_birth=Tag
note: guests.csv: column 'Nr' is not used
note: guests.csv: column 'Zimmer' is not used
note: guests.csv: Tag: nothing tells whether the day or the month comes first;
  both are taken
guests  persons-csv
  entities  ~ with 4 names
  scripts   Latin 4
  changes   ~ added, 0 changed, 0 removed, 0 unchanged
  time      ~
# How far it is, for a program that watches.
$ tocsin import examples/lists/ftm/entities.ftm.json --dataset watched --progress json --json
{"file":"examples/lists/ftm/entities.ftm.json","step":"~","bytes":~,"bytes_total":~,"records":~}
~~
{"imports":[{"path":"examples/lists/ftm/entities.ftm.json","dataset":"watched",~
$ tocsin import examples/lists/ftm/entities.ftm.json --progress loud
tocsin: ~loud~
~~
[exit 2]
