# For programs.
$ tocsin init --json
{"home":"home"}
$ tocsin import examples/lists/ofac --json
{"imports":[{"path":"examples/lists/ofac","dataset":"us_ofac_sdn","format":"ofac-csv","version":"","sha256":"~","same":false,"entities":~,"names":~,"added":~,"changed":0,"removed":0,"unchanged":0,"skipped":0,"seconds":~,"read_seconds":~,"scripts":{"Latin":~},"bad":[],"notes":[]}]}
$ tocsin datasets --json
{"datasets":[{"name":"us_ofac_sdn","format":"ofac-csv","version":"","sha256":"~","path":"examples/lists/ofac/sdn.csv","imported_at":"2026-01-31T23:00:00Z","entities":~,"targets":14,"names":~,"title":"US OFAC Specially Designated Nationals (SDN) List","loaded":"","about":{}}]}
$ tocsin screen 'Anzel Pellgrove' --json
{"results":[{"id":"ofac-90013","caption":"Anzel PELLGROVE","schema":"Person","properties":{~},"datasets":["us_ofac_sdn"],~"target":true,~"score":~,"match":true,"explanations":{"name_match":{~
[exit 1]
$ tocsin screen 'Ottoline Vanterpost' --json
{"results":[],"total":{"value":0,"relation":"eq"},"limit":5,"threshold":0.70,"algorithm":"tocsin","datasets":[{"name":"us_ofac_sdn","version":"","sha256":"~"}]}
$ tocsin show ofac-90014 --json
{"id":"ofac-90014","caption":"THE LANTERN ROW BRIGADE","schema":"Organization","properties":{~"name":["THE LANTERN ROW BRIGADE"],~"sanctions":[{"id":"ofac-90014-~
$ tocsin show ofac-1 --json
{"type":"tag:tocsin,2026:error/not-found","title":"not found","detail":"no entity 'ofac-1'"}
[exit 3]
$ tocsin version --json
{"version":"0.1.0"}
$ tocsin version
tocsin 0.1.0
