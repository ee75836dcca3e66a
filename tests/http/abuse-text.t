# What is written anywhere comes back as what it is: text.
$ sh -c 'printf "id,full_name,alias,type\nX-1,<script>alert(1)</script> Quentabry,\"'"'"'; DROP TABLE token; --\",person\n" >bad.csv'
$ tocsin import bad.csv
bad  persons-csv
  entities  1 with 4 names
  scripts   Latin 2
  changes   1 added, 0 changed, 0 removed, 0 unchanged
  time      ~
$ serve --no-auth
$ ask /entities/X-1
200
{"id":"X-1","caption":"<script>alert(1)</script> Quentabry","schema":"Person","properties":{"alias":["'","DROP TABLE token","--"],"name":["<script>alert(1)</script> Quentabry"]},"datasets":["bad"],"referents":[],"target":false,"first_seen":~}
$ ask /reconcile/bad/preview/X-1
200
Content-Type: text/html; charset=utf-8
Content-Security-Policy: default-src 'none'
Referrer-Policy: no-referrer
<!DOCTYPE html><html><head><meta charset="utf-8"><title>&lt;script&gt;alert(1)&lt;/script&gt; Quentabry</title></head><body><h1 dir="auto">&lt;script&gt;alert(1)&lt;/script&gt; Quentabry</h1><dl><dt>Alias</dt><dd dir="auto">'; DROP TABLE token; --</dd><dt>Name</dt><dd dir="auto">&lt;script&gt;alert(1)&lt;/script&gt; Quentabry</dd></dl></body></html>
$ ask "/search/default?q='%3B%20DROP%20TABLE"
200
Vary: Accept-Encoding
{"limit":10,"offset":0,"total":{"value":1,"relation":"eq"},"results":[{"id":"X-1","caption":"<script>alert(1)</script> Quentabry","schema":"Person","properties"~ources","values":[{"name":"bad","label":"bad","count":1}]}}}
$ ask '/entities/%27%20OR%20%271%27=%271'
404
{"detail":"No such entity!"}
$ ask "/match/'%20OR%201=1" -d "$query"
404
{"detail":"No such dataset."}
$ ask "/match/default?include_dataset='%3B--" -d "$query"
404
{"detail":"No such dataset."}
$ ask '/match/default?topics=%27%20OR%201=1&limit=0' -d "$query"
200
x-batch-size: 1
{"responses":{"a":{"status":200,"results":[],"total":{"value":0,"relation":"eq"},"query":{"id":null,"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}},"limit":0}
$ ask /match/default?limit=0 -d "$query" -H "X-Tocsin-Purpose: <b>'; DROP TABLE search; --</b>"
200
x-batch-size: 1
{"responses":{"a":{"status":200,"results":[],"total":{"value":3,"relation":"eq"},"query":{"id":null,"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}},"limit":0}
$ ask '/match/default?limit=0&purpose=%3Cimg%20src=x%3E%0D%0AX:%20y' -d '{"queries":{"<i>":{"id":"<u>","schema":"Person","properties":{"name":["<script>"]}}}}'
400
{"detail":"a purpose is one line of text, in UTF-8"}
$ sh -c 'printf "X-Tocsin-Purpose: \377\376" >bytes'
$ ask /match/default?limit=0 -d "$query" -H @bytes
400
{"detail":"a purpose is one line of text, in UTF-8"}
$ await '"number":3' ask /api/searches
200
Vary: Accept-Encoding
{"searches":[{"number":3,"at":"2026-01-31T23:00:00Z","who":"local","role":"","address":"127.0.0.1","route":"/match/default","purpose":"<b>'; DROP TABLE search; ~/default?q='%3B%20DROP%20TABLE\"","results":1,"matches":0}]}
$ tocsin searches
2026-01-31 23:00  local (nobody) from 127.0.0.1, /match/default
  3 of 3 results match; purpose: <b>'; DROP TABLE search; --</b>
  {"queries":{"a":{"schema":"Person","properties":{"name":["Ferdik
    Quentabri"]}}}}
2026-01-31 23:00  local (nobody) from 127.0.0.1, /match/default
  0 of 0 results match; no purpose
  {"queries":{"a":{"schema":"Person","properties":{"name":["Ferdik
    Quentabri"]}}}}
2026-01-31 23:00  local (nobody) from 127.0.0.1, /search/default
  0 of 1 results match; no purpose
  "/search/default?q='%3B%20DROP%20TABLE"
$ ask "/api/searches?who='%20OR%201=1"
200
{"searches":[]}
$ ask '/healthz?x=<script>' -H 'X-Request-Id: <script>"' -H 'traceparent: 00-zz' -H 'tracestate: <b>'
200
{"status":"ok"}
$ server_log script
$ stop
$ tocsin check
No findings: store, sources and index are whole
