# Entities and what hangs on them; other answers that are read.
$ serve --no-auth
$ ask /entities/mr-001
200
Vary: Accept-Encoding
{"id":"mr-001","caption":"Ferdik Quentabry","schema":"Person","properties":{"addressEntity":[{"id":"mr-addr-1","caption":"12 Cooper Lane, Port Maren","schema":"~":"2026-01-31T06:00:00","last_change":"2026-01-15T06:00:00"}
$ ask '/entities/mr-001?nested=false'
200
Vary: Accept-Encoding
{"id":"mr-001","caption":"Ferdik Quentabry","schema":"Person","properties":{"addressEntity":["mr-addr-1"],"birthDate":["1961-03-14"],"firstName":["Ferdik"],"gen~":"2026-01-31T06:00:00","last_change":"2026-01-15T06:00:00"}
$ ask '/entities/mr-001?nested=maybe'
422
{"detail":[{"type":"bool_parsing","loc":["query","nested"],"msg":"Input should be a valid boolean, unable to interpret input","input":"maybe"}]}
$ ask HEAD /entities/mr-001
200
Vary: Accept-Encoding
$ ask /entities/nobody
404
{"detail":"No such entity!"}
$ ask /entities/
404
{"detail":"No such entity!"}
$ ask /entities/mr-001/
404
{"detail":"Not Found"}
$ ask /entities/mr-001/x
404
{"detail":"Not Found"}
$ ask /entities/mr-001/adjacent
200
Vary: Accept-Encoding
{"adjacent":{"addressEntity":{"results":[{"id":"mr-addr-1","caption":"12 Cooper Lane, Port Maren","schema":"Address","properties":{"city":["Port Maren"],"countr~:"2026-01-31T06:00:00","last_change":"2026-01-15T06:00:00"}}
$ ask '/entities/mr-001/adjacent?limit=0'
200
Vary: Accept-Encoding
{"adjacent":{"addressEntity":{"results":[],"total":{"value":1,"relation":"eq"},"limit":0,"offset":0},"sanctions":{"results":[],"total":{"value":1,"relation":"eq~:"2026-01-31T06:00:00","last_change":"2026-01-15T06:00:00"}}
$ ask '/entities/mr-001/adjacent?limit=501'
422
{"detail":[{"type":"less_than_equal","loc":["query","limit"],"msg":"Input should be less than or equal to 500","input":"501"}]}
$ ask '/entities/mr-001/adjacent?offset=9500'
422
{"detail":[{"type":"less_than_equal","loc":["query","offset"],"msg":"Input should be less than or equal to 9499","input":"9500"}]}
$ ask /entities/mr-001/adjacent/addressEntity
200
{"results":[{"id":"mr-addr-1","caption":"12 Cooper Lane, Port Maren","schema":"Address","properties":{"city":["Port Maren"],"country":["mt"],"full":["12 Cooper ~],"total":{"value":1,"relation":"eq"},"limit":10,"offset":0}
$ ask /entities/mr-001/adjacent/name
404
{"detail":"No such property!"}
$ ask /entities/mr-001/adjacent/nonsense
404
{"detail":"No such property!"}
$ ask /entities/nobody/adjacent
404
{"detail":"No such entity!"}
$ ask /api/entities/mr-001
200
Vary: Accept-Encoding
{"id":"mr-001","caption":"Ferdik Quentabry","schema":"Person","properties":{"addressEntity":[{"id":"mr-addr-1","caption":"12 Cooper Lane, Port Maren","schema":"~2026-01-31T06:00:00","last_change":"2026-01-15T06:00:00"},"line":1}]}
$ ask /api/entities/nobody
404
Content-Type: application/problem+json
{"status":404,"type":"tag:tocsin,2026:error/not-found","title":"not found","detail":"no entity 'nobody'"}
$ ask /api/graph/mr-001
200
Vary: Accept-Encoding
{"nodes":[{"id":"mr-001","caption":"Ferdik Quentabry","schema":"Person","target":true},{"id":"mr-addr-1","caption":"12 Cooper Lane, Port Maren","schema":"Addres~target":"mr-004","schema":"Family","label":"familyPerson"}]}
$ ask /api/graph/nobody
404
Content-Type: application/problem+json
{"status":404,"type":"tag:tocsin,2026:error/not-found","title":"not found","detail":"no entity 'nobody'"}
$ ask /api/datasets
200
Vary: Accept-Encoding
{"datasets":[{"name":"entities","title":"entities","format":"ftm","version":"","sha256":"72d044d5920ff6b03ab4ef17b385623f9fe466d6c968313f056d13c1d62ee8d9","path~466d6c968313f056d13c1d62ee8d9","version":"","size":9337}]}]}
$ await '"total"' ask /api/search?q=quentabry
200
Vary: Accept-Encoding
{"limit":10,"offset":0,"total":{"value":5,"relation":"eq"},"results":[{"id":"ofac-90011","caption":"Lirien Maud OSTVANE","schema":"Person","properties":{"addres~":"un_sc_sanctions","label":"un_sc_sanctions","count":1}]}}}
$ ask POST /api/screen -d '{"schema":"Person","properties":{"name":["Ferdik Quentabri"]},"threshold":0.9,"limit":1}'
200
Vary: Accept-Encoding
{"results":[{"id":"mr-001",~"score":~,"match":true,~}],"total":2,"threshold":0.9,"limit":1,"algorithm":"tocsin","took_us":~,"titles":{"name_match":~
$ ask POST /api/screen -d '{"schema":"Persn","properties":{"name":["Ferdik Quentabri"]}}'
400
Content-Type: application/problem+json
{"status":400,"type":"tag:tocsin,2026:error/parse","title":"bad input","detail":"unknown schema 'Persn'","field":"schema"}
$ ask POST /api/screen -d '{"schema":"Person","properties":{"name":["Ferdik Quentabri"]},"threshold":9}'
400
Content-Type: application/problem+json
{"type":"about:blank","title":"Bad Request","status":400,"detail":"threshold is above 0 and at most 1, limit from 1 to 500"}
$ ask POST /api/screen -d '{"schema":"Person","properties":{"name":["Ferdik Quentabri"]},"limit":"x"}'
400
Content-Type: application/problem+json
{"type":"about:blank","title":"Bad Request","status":400,"detail":"limit has the wrong type"}
$ ask POST /api/screen -d '{"schema":"Person","properties":{"name":["Ferdik Quentabri"]},"limit":-1}'
400
Content-Type: application/problem+json
{"type":"about:blank","title":"Bad Request","status":400,"detail":"threshold is above 0 and at most 1, limit from 1 to 500"}
$ ask POST /api/screen -d '{"schema":"Person","properties":{"name":["Ferdik Quentabri"]},"dataset":"nowhere"}'
404
Content-Type: application/problem+json
{"type":"about:blank","title":"Not Found","status":404,"detail":"No such dataset."}
$ ask POST /api/screen -d '{"schema":"Person","properties":{"name":["Ferdik Quentabri"]},"datasets":"x"}'
400
Content-Type: application/problem+json
{"type":"about:blank","title":"Bad Request","status":400,"detail":"datasets has the wrong type"}
$ ask POST /api/screen -d '{"schema":"Person","properties":{"name":["Ferdik Quentabri"]},"topics":[5]}'
400
Content-Type: application/problem+json
{"type":"about:blank","title":"Bad Request","status":400,"detail":"topics has the wrong type"}
$ ask POST /api/screen -d '{"schema":"Person","properties":{"name":["Ferdik Quentabri"]},"algorithm":"x"}'
400
Content-Type: application/problem+json
{"status":400,"type":"tag:tocsin,2026:error/usage","title":"usage","detail":"no algorithm x; there are tocsin, eu-332 and exact"}
$ ask POST /api/screen -d '[]'
400
Content-Type: application/problem+json
{"type":"about:blank","title":"Bad Request","status":400,"detail":"the body is no JSON object"}
$ ask POST /api/screen -d ''
400
Content-Type: application/problem+json
{"type":"about:blank","title":"Bad Request","status":400,"detail":"the body is no JSON: '[' or '{' expected near end of file (line 1)"}
$ ask POST /api/explain -d '{"schema":"Person","properties":{"name":["Ferdik Quentabri"]},"id":"mr-001"}'
200
Vary: Accept-Encoding
{"score":0.976,"steps":[{"title":"Source","text":"dataset entities, format ftm\nfile examples/lists/ftm/entities.ftm.json, SHA-256 72d044d5920ff6b03ab4ef17b385623f9fe466d6c968313f056d13c1d62ee8d9\nline 1"},{"title":"Entity","text":"mr-001, Person\naddressEntity: mr-addr-1\nbirthDate: ~
$ ask POST /api/explain -d '{"schema":"Person","properties":{"name":["Ferdik Quentabri"]},"id":"nobody"}'
404
Content-Type: application/problem+json
{"status":404,"type":"tag:tocsin,2026:error/not-found","title":"not found","detail":"no entity 'nobody'"}
$ ask POST /api/explain -d '{"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}'
400
Content-Type: application/problem+json
{"type":"about:blank","title":"Bad Request","status":400,"detail":"the body needs the id of an entity"}
$ ask POST /api/explain -d '{"schema":"Person","properties":{"name":["Ferdik Quentabri"]},"id":7}'
400
Content-Type: application/problem+json
{"type":"about:blank","title":"Bad Request","status":400,"detail":"the body needs the id of an entity"}
$ await '"number":5' ask '/api/searches?limit=2'
200
Vary: Accept-Encoding
{"searches":[{"number":5,~"route":"/api/explain","purpose":"","query":"{~}","results":0,"matches":0},{"number":4,~}]}
$ ask '/api/searches?limit=1&before=5'
200
{"searches":[{"number":4,~,"route":"/api/explain",~,"results":1,"matches":1}]}
$ ask '/api/searches?limit=0'
400
Content-Type: application/problem+json
{"type":"about:blank","title":"Bad Request","status":400,"detail":"limit: Input should be greater than or equal to 1"}
$ ask '/api/searches?before=-1'
400
Content-Type: application/problem+json
{"type":"about:blank","title":"Bad Request","status":400,"detail":"before: Input should be greater than or equal to 0"}
$ ask '/api/searches?before=99999999999999999999'
400
Content-Type: application/problem+json
{"type":"about:blank","title":"Bad Request","status":400,"detail":"before: Input should be a valid integer, unable to parse string as an integer"}
$ ask '/api/searches?who=nobody'
200
{"searches":[]}
$ ask /algorithms
200
Vary: Accept-Encoding
{"algorithms":[{"name":"tocsin","description":"Words of names compared by what people and lists do to them, in any script; dates, countries, gender, identifiers~ent":1.0,"url":null}}}}],"default":"tocsin","best":"tocsin"}
$ ask /api/model
200
Cache-Control: private, max-age=300
Vary: Accept-Encoding
{"schemata":[{"name":"Address","label":"Address","plural":"Addresses","matchable":true,"edge":false,"properties":[{"name":"address","label":"Address","type":"ad~,"typ","tipo","tipo_de_persona","rodzaj","тип","类型","種別"]}]}
