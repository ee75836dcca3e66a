# Finding entities by what is written about them.
$ tocsin init
New home: home
$ tocsin search anything
tocsin: no list is loaded: tocsin import FILE
[exit 3]
$ tocsin import examples/lists/ofac examples/lists/un/consolidated.xml examples/lists/own/house_ban.csv --json
{"imports":~}
$ tocsin search 'quentabry'
3 entities
caption                  schema  countries  id            lists
Lirien Maud OSTVANE      Person  mt, it     ofac-90011    us_ofac_sdn
FERDIK ALDOUS QUENTABRY  Person  mt         unsc-9900001  un_sc_sanctions
Ferdik Aldous QUENTABRY  Person  mt         ofac-90001    us_ofac_sdn
$ tocsin search '"port maren" -malta'
Nothing found
[exit 1]
$ tocsin search 'names:quent* AND countries:mt' --facet topics --facet datasets
3 entities
caption                  schema  countries  id            lists
Ferdik Aldous QUENTABRY  Person  mt         ofac-90001    us_ofac_sdn
FERDIK ALDOUS QUENTABRY  Person  mt         unsc-9900001  un_sc_sanctions
Lirien Maud OSTVANE      Person  mt, it     ofac-90011    us_ofac_sdn

   Topics
3  Sanctioned entity (sanction)

   Data sources
2  us_ofac_sdn
1  un_sc_sanctions
$ tocsin search --schema Vessel --sort caption:desc
2 entities
caption        schema  countries  id          lists
SALTMERE STAR  Vessel  lr         ofac-90008  us_ofac_sdn
MARROWIND      Vessel  pa         ofac-90003  us_ofac_sdn
$ tocsin search --country Malta --limit 2 --offset 1 --sort caption:asc
2 of 12 entities
caption                                     schema   countries  id                       lists
12 Cooper Lane, Port Maren MRN 1042, Malta  Address  mt         ofac-90001-~  us_ofac_sdn
12 Cooper Lane, Port Maren MRN 1042, Malta  Address  mt         ofac-90011-~  us_ofac_sdn
$ tocsin search qentabry
Nothing found
[exit 1]
$ tocsin search qentabry --fuzzy --limit 1
1 of 3 entities
caption                  schema  countries  id          lists
Ferdik Aldous QUENTABRY  Person  mt         ofac-90001  us_ofac_sdn
$ tocsin search 欧阳
1 entity
caption   schema  countries  id    lists
欧阳霁川  Person  cn         H-05  house_ban
$ tocsin search ostroumtsev
1 entity
caption            schema  countries  id    lists
Нарвик Остроумцев  Person  ru         H-03  house_ban
$ tocsin search --dataset house_ban --facet schema --limit 0
0 of 12 entities

    Entity types
11  People (Person)
 1  Companies (Company)
$ tocsin search --filter properties.birthDate:1966 --dataset house_ban
1 entity
caption          schema  countries  id    lists
Anzel PELLGROVE  Person  mt         H-02  house_ban
$ tocsin search --simple 'quickbarrow/)'
1 entity
caption               schema  countries  id    lists
Thessaly Quickbarrow  Person  gb         H-08  house_ban
# What is not understood says where.
$ tocsin search 'invalid/query'
tocsin: q: a slash opens a regular expression, which is not closed; a slash is
        written \/ (character 8 of the query)
[exit 2]
$ tocsin search 'invalid/query' --simple
Nothing found
[exit 1]
$ tocsin search '"port maren'
tocsin: q: a quotation mark is not closed (character 1 of the query)
[exit 2]
$ tocsin search 'place:maren'
tocsin: q: there is no field 'place' (character 1 of the query)
[exit 2]
$ tocsin search --schema Ship
tocsin: there is no schema 'Ship'
[exit 2]
$ tocsin search --dataset nowhere
tocsin: no dataset nowhere: see `tocsin datasets`
[exit 3]
$ tocsin search --sort names
tocsin: 'names' cannot be sorted by; caption or properties.name can
[exit 2]
$ tocsin search --facet colours
tocsin: there is no facet 'colours'; there are datasets, schema, countries,
        identifiers, topics and genders
[exit 2]
$ tocsin search --limit 10000
tocsin: --limit: 10000 is not between 0 and 9999
[exit 2]
$ tocsin search a b
tocsin: search: 'b' is one argument too many; names of several words go in
        quotes
[exit 2]
$ tocsin search 'quentabry AND (' --json
{"type":"tag:tocsin,2026:error/usage","title":"usage","detail":"something is missing at the end (character 16 of the query)","field":"q"}
[exit 2]
$ tocsin search --json --limit 0 --facet schema --dataset house_ban
{"limit":0,"offset":0,"total":{"value":12,"relation":"eq"},"results":[],"facets":{"schema":{"label":"Entity types","values":[{"name":"Person","label":"People","count":11},{"name":"Company","label":"Companies","count":1}]}}}
# What is damaged or lost is made again.
$ tocsin check
No findings: store, sources and index are whole
$ rm home/index/house_ban.1.fts
$ tocsin search quickbarrow
1 entity
caption               schema  countries  id    lists
Thessaly Quickbarrow  Person  gb         H-08  house_ban
$ truncate -s 9000 home/index/house_ban.1.fts
$ tocsin check
search index of house_ban: home/index/house_ban.1.fts: the search index:
  database disk image is malformed; the next search makes it again
1 finding
[exit 3]
$ tocsin search quickbarrow
1 entity
caption               schema  countries  id    lists
Thessaly Quickbarrow  Person  gb         H-08  house_ban
$ tocsin check
No findings: store, sources and index are whole
$ tocsin rebuild
Rebuilt in ~ s
$ ls home/index
house_ban.1.idx
un_sc_sanctions.1.idx
us_ofac_sdn.1.idx
$ tocsin search quickbarrow
1 entity
caption               schema  countries  id    lists
Thessaly Quickbarrow  Person  gb         H-08  house_ban
$ ls home/index
house_ban.1.fts
house_ban.1.idx
un_sc_sanctions.1.fts
un_sc_sanctions.1.idx
us_ofac_sdn.1.fts
us_ofac_sdn.1.idx
