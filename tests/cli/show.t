# One entity with what hangs on it, and how it became so.
$ tocsin init
New home: home
$ tocsin import examples/lists/ofac examples/lists/own/house_ban.csv
us_ofac_sdn  ofac-csv
  entities  ~ with 31 names
  scripts   Latin 31
  changes   ~ added, 0 changed, 0 removed, 0 unchanged
  time      ~
house_ban  persons-csv
  entities  ~ with 19 names
  scripts   Latin 16, Cyrillic 1, Arabic 1, Han 1
  changes   ~ added, 0 changed, 0 removed, 0 unchanged
  time      ~
$ tocsin show ofac-90011
Lirien Maud OSTVANE
Person, ofac-90011, us_ofac_sdn, target
  address        12 Cooper Lane, Port Maren MRN 1042, Malta
  birth country  mt
  birth date     1974
                 1975
  birth place    Port Maren, Malta
  country        mt
  first name     Lirien Maud
                 Lirien
  gender         female
  id number      0417931M
  last name      OSTVANE
                 QUENTABRY
  name           Lirien Maud OSTVANE
                 Lirien QUENTABRY
  nationality    mt
                 it
  notes          wife of Ferdik Aldous Quentabry
  program id     GLOMAG
  source url     https://sanctionssearch.ofac.treas.gov/Details.aspx?id=90011
  topics         sanction
  address entity
    12 Cooper Lane, Port Maren MRN 1042, Malta
    Address, ofac-90011-~, us_ofac_sdn
      city         Port Maren MRN
      country      mt
      full         12 Cooper Lane, Port Maren MRN 1042, Malta
      postal code  1042
      street       12 Cooper Lane
  sanctions
    GLOMAG
    Sanction, ofac-90011-~, us_ofac_sdn
      authority     Office of Foreign Assets Control
      authority id  90011
      country       us
      entity        ofac-90011
      program       GLOMAG
      program id    GLOMAG
      source url    https://sanctionssearch.ofac.treas.gov/Details.aspx?id=90011
  identification
    0417931M
    Identification, ofac-90011-~, us_ofac_sdn
      country   mt
      holder    ofac-90011
      number    0417931M
      type      Personal ID Card
$ tocsin show ofac-90003
MARROWIND
Vessel, ofac-90003, us_ofac_sdn, target
  call sign                 9XX9
  flag                      pa
  gross registered tonnage  25,214
  imo number                IMO 9999993
  mmsi                      999000017
  name                      MARROWIND
  past flags                mt
  previous name             PETREL DAWN
  program id                SDGT
  source url                https://sanctionssearch.ofac.treas.gov/Details.aspx?
                            id=90003
  tonnage                   34,900
  topics                    sanction
  type                      Bulk Carrier
  sanctions
    SDGT
    Sanction, ofac-90003-~, us_ofac_sdn
      authority     Office of Foreign Assets Control
      authority id  90003
      country       us
      entity        ofac-90003
      program       SDGT
      program id    SDGT
      source url    https://sanctionssearch.ofac.treas.gov/Details.aspx?id=90003
  unknown link to
    Other link
    UnknownLink, ofac-90003-~, us_ofac_sdn
      role      Linked To
      subject   ofac-90003
      object
        BRINDLE QUAY HOLDINGS S.A.
        Organization, ofac-90002, us_ofac_sdn
          address              Hamburg 20457, Germany
          address entity       ofac-90002-~
          country              de
          email                office@brindlequay.example
          incorporation date   2004
          name                 BRINDLE QUAY HOLDINGS S.A.
          previous name        BRINDLE KEY LTD
          program id           SDGT
          registration number  HRB000017
          source url           https://sanctionssearch.ofac.treas.gov/Details.as
                               px?id=90002
          topics               sanction
          website              www.brindlequay.example
$ tocsin show ofac-1
tocsin: no entity 'ofac-1'
[exit 3]
$ cp examples/lists/own/house_ban.csv newer.csv
$ sed -i -e s/1990-08/1990-09/ -e /^H-12/d newer.csv
$ env SOURCE_DATE_EPOCH=1772578800 tocsin import newer.csv --dataset house_ban
house_ban  persons-csv
  entities  ~ with 18 names
  scripts   Latin 15, Cyrillic 1, Arabic 1, Han 1
  changes   0 added, 1 changed, 1 removed, 10 unchanged
  time      ~
$ tocsin show H-05 --history
欧阳霁川
Person, H-05, house_ban
  alias        Ouyang Jichuan
  birth date   1990-09
  gender       male
  name         欧阳霁川
  nationality  cn

History
  2026-01-31T23:00:00Z  house_ban  added  source ~
  2026-03-03T23:00:00Z  house_ban  changed  source ~
    - birth date: 1990-08
    + birth date: 1990-09
$ tocsin show H-05 --history --json
{"id":"H-05","caption":"欧阳霁川","schema":"Person","properties":{"alias":["Ouyang Jichuan"],"birthDate":["1990-09"],"gender":["male"],"name":["欧阳霁川"],"nationality":["cn"]},"datasets":["house_ban"],"referents":[],"target":false,"first_seen":"2026-01-31T23:00:00","last_seen":"2026-03-03T23:00:00","last_change":"2026-03-03T23:00:00","source":{"dataset":"house_ban","file":"newer.csv","sha256":"~","line":6},"versions":[{"dataset":"house_ban","at":"2026-01-31T23:00:00Z","source":"~","change":"added","entity":{"id":"H-05","caption":"欧阳霁川","schema":"Person","properties":{"alias":["Ouyang Jichuan"],"birthDate":["1990-08"],"gender":["male"],"name":["欧阳霁川"],"nationality":["cn"]},"datasets":["house_ban"],"referents":[],"target":false,"first_seen":null,"last_seen":null,"last_change":null},"line":6},{"dataset":"house_ban","at":"2026-03-03T23:00:00Z","source":"~","change":"changed","entity":{"id":"H-05","caption":"欧阳霁川","schema":"Person","properties":{"alias":["Ouyang Jichuan"],"birthDate":["1990-09"],"gender":["male"],"name":["欧阳霁川"],"nationality":["cn"]},"datasets":["house_ban"],"referents":[],"target":false,"first_seen":null,"last_seen":null,"last_change":null},"line":6}]}
# Why a name does or does not match an entity.
$ tocsin explain 'Lirien Ostwane' ofac-90011
1. Source
   dataset us_ofac_sdn, format ofac-csv
~~

2. Entity
   ofac-90011, Person
~~

3. Query
   Person
   name: Lirien Ostwane

4. Query words
~~

5. Candidate words
~~

6. Retrieved by
~~

7. Features
~~

8. Score
~~
$ tocsin explain --name 'Lirien Ostwane' --birth-date 1974 ofac-90011 --json
{"score":~,"steps":[{"title":"Source","text":"dataset us_ofac_sdn, format ofac-csv\nfile examples/lists/ofac/sdn.csv~}]}
$ tocsin explain 'Ottoline Vanterpost' ofac-90011
1. Source
   dataset us_ofac_sdn, format ofac-csv
~~

2. Entity
   ofac-90011, Person
~~

3. Query
   Person
   name: Ottoline Vanterpost

4. Query words
~~

5. Candidate words
~~

6. Retrieved by
~~

7. Features
~~

8. Score
~~
$ tocsin explain ofac-90011
tocsin: nothing is asked for: give a NAME, or options such as --name,
        --id-number, --property
[exit 2]
