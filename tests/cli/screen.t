# One question after the other.
$ tocsin init
New home: home
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
$ tocsin screen 'Ferdik Quentabri'
2 matches at 0.70 or above

~ [~]  MATCH  FERDIK ALDOUS QUENTABRY
     Person, unsc-9900001, un_sc_sanctions
     +~  Name
            asked   Ferdik Quentabri
            listed  Ferdik Quentabree
~~

~ [~]  MATCH  Ferdik Aldous QUENTABRY
     Person, ofac-90001, us_ofac_sdn
     +~  Name
            asked   Ferdik Quentabri
            listed  Ferdik Aldous QUENTABRY
~~
[exit 1]
$ tocsin screen --name 'Фердик Квентабри' --birth-date 14.03.1961 --country mt --dataset un_sc_sanctions
1 match at 0.70 or above

~ [~]  MATCH  FERDIK ALDOUS QUENTABRY
     Person, unsc-9900001, un_sc_sanctions
     +~  Name
            asked   Фердик Квентабри
            listed  Фердик Квентабри
~~
     +~  Birth date agrees
            asked   1961-03-14
            listed  1961-03-14
     +~  Country agrees
            asked   mt
            listed  mt
[exit 1]
# A contradiction in the date of birth.
$ tocsin screen 'Ferdik Quentabri' --birth-date 1999-01-02 --gender female
No match at 0.70 or above; --below shows what came nearest
Only persons were looked through; --schema Thing looks through all
$ tocsin screen 'Ferdik Quentabri' --birth-date 1969-01-02 --gender female --below --limit 1 --dataset un_sc_sanctions
No match at 0.70 or above
Only persons were looked through; --schema Thing looks through all

~ [~]  below  FERDIK ALDOUS QUENTABRY
     Person, unsc-9900001, un_sc_sanctions
     +~  Name
            asked   Ferdik Quentabri
            listed  Ferdik Quentabree
~~
     -~  Birth year differs
            asked   1969-01-02
            listed  1961-03-14
     -~  Gender differs
            asked   female
            listed  male
# Another name altogether.
$ tocsin screen 'Ottoline Vanterpost'
No match at 0.70 or above; --below shows what came nearest
Only persons were looked through; --schema Thing looks through all
# Ideographs.
$ tocsin screen 魏蘭博 --limit 1
1 match at 0.70 or above

~ [~]  MATCH  WEI LANBO
     Person, unsc-9900005, un_sc_sanctions
     +~  Name
            asked   魏蘭博
            listed  魏蘭博
~~
[exit 1]
# A ship by its number, an organisation by its former name.
$ tocsin screen --schema Vessel --property imoNumber=9999993
1 match at 0.70 or above

~ [~]  MATCH  MARROWIND
     Vessel, ofac-90003, us_ofac_sdn
     +~  Identifier
            asked   9999993
            listed  9999993
~~
[exit 1]
$ tocsin screen 'Brindle Key Ltd' --schema Organization --topic sanction
2 matches at 0.70 or above

~ [~]  MATCH  BRINDLE QUAY HOLDINGS S.A.
     Organization, ofac-90002, us_ofac_sdn
     +~  Name
            asked   Brindle Key Ltd
            listed  BRINDLE KEY LTD
~~

~ [~]  MATCH  BRINDLE QUAY HOLDINGS
     Organization, unsc-9900002, un_sc_sanctions
     +~  Name
            asked   Brindle Key Ltd
            listed  Brindle Key Ltd
~~
[exit 1]
$ tocsin screen 'Brindle Key Ltd' --schema Organization --topic role.pep
No match at 0.70 or above; --below shows what came nearest
# A document alone.
$ tocsin screen --property passportNumber=X0000417 --limit 1
1 match at 0.70 or above

~ [~]  MATCH  FERDIK ALDOUS QUENTABRY
     Person, unsc-9900001, un_sc_sanctions
     +~  Identifier
            asked   X0000417
            listed  X0000417
~~
[exit 1]
$ tocsin screen 'Ferdik Quentabri' --threshold 1
No match at 1.00 or above; --below shows what came nearest
Only persons were looked through; --schema Thing looks through all
$ tocsin screen 'Ferdik Quentabri' --dataset nowhere
tocsin: no dataset nowhere; there are: un_sc_sanctions, us_ofac_sdn
[exit 3]
$ tocsin screen 'Ferdik Quentabri' --algorithm guess
tocsin: no algorithm guess; there are tocsin, eu-332 and exact
[exit 2]
$ tocsin screen 'Ferdik Aldous Quentabry' --algorithm exact --limit 1
1 match at 0.70 or above

~ [~]  MATCH  Ferdik Aldous QUENTABRY
     Person, ofac-90001, us_ofac_sdn
     +~  Name
            asked   Ferdik Aldous Quentabry
            listed  Ferdik Aldous QUENTABRY
~~
[exit 1]
# A narrow terminal, and colours when they are asked for.
$ env COLUMNS=44 tocsin screen 'Ferdik Quentabri' --limit 1
1 match at 0.70 or above

~ [~]  MATCH  FERDIK ALDOUS
~~
     Person, unsc-9900001, un_sc_sanctions
     +~  Name
            asked   Ferdik Quentabri
            listed  Ferdik Quentabree
~~
[exit 1]
$ tocsin screen 'Ottoline Vanterpost' --color always
[1mNo match at 0.70 or above[0m; --below shows what came nearest
[2mOnly persons were looked through; --schema Thing looks through all[0m
