# Looking after a home.
$ tocsin init --json
{"home":"home"}
$ tocsin import examples/lists/ofac --json
{"imports":[{"path":"examples/lists/ofac","dataset":"us_ofac_sdn","format":"ofac-csv","version":"","sha256":"~","same":false,"entities":~,"names":~,"added":~,"changed":0,"removed":0,"unchanged":0,"skipped":0,"seconds":~,"read_seconds":~,"scripts":{"Latin":~},"bad":[],"notes":[]}]}
$ tocsin check
No findings: store, sources and index are whole
$ tocsin check --json
{"count":0,"findings":[]}
# An index may be lost.
$ rm -r home/index
$ tocsin screen 'Ferdik Quentabry'
tocsin: the index of dataset us_ofac_sdn is missing, damaged or of another
        version: run `tocsin rebuild`
[exit 3]
$ tocsin check
index of us_ofac_sdn: ~
~~
1 finding
[exit 3]
$ tocsin rebuild
Rebuilt in ~ s
$ tocsin check
No findings: store, sources and index are whole
$ tocsin rebuild --from-sources --json
{"seconds":~}
$ tocsin screen 'Ferdik Quentabry' --limit 1
1 match at 0.70 or above

~ [~]  MATCH  Ferdik Aldous QUENTABRY
     Person, ofac-90001, us_ofac_sdn
     +~  Name
            asked   Ferdik Quentabry
            listed  Ferdik Aldous QUENTABRY
~~
[exit 1]
# An index under the name that an older version gave it.
$ mv home/index/us_ofac_sdn.1.idx home/index/us_ofac_sdn.idx
$ tocsin screen 'Ferdik Quentabry'
tocsin: the index of dataset us_ofac_sdn is missing, damaged or of another
        version: run `tocsin rebuild`
[exit 3]
$ tocsin rebuild
Rebuilt in ~ s
$ ls home/index
us_ofac_sdn.1.idx
# A source file must not change.
$ find home/sources -type f -exec sed -i s/QUENTABRY/QUENTABRA/ '{}' +
$ tocsin check
source: ~
  (examples/lists/ofac/sdn.csv, import 1 of us_ofac_sdn) does not have its hash
source: ~
  (examples/lists/ofac/alt.csv, import 1 of us_ofac_sdn) does not have its hash
2 findings
[exit 3]
# Homes do not know each other.
$ tocsin --home elsewhere init
New home: elsewhere
$ tocsin --home elsewhere datasets
No list is loaded: tocsin import FILE
# Where there is no list, nobody is cleared.
$ tocsin --home elsewhere screen Quentabry
tocsin: no list is loaded: tocsin import FILE
[exit 3]
$ tocsin --home elsewhere screen --batch examples/customers.csv --output -
tocsin: no list is loaded: tocsin import FILE
[exit 3]
