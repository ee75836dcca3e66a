# HTTP itself.
$ serve TOCSIN_CORS_ORIGINS=https://app.example.org --no-auth
$ ask OPTIONS /match/default
405
Allow: POST
Vary: Origin
{"detail":"Method Not Allowed"}
$ ask OPTIONS /match/default -H 'Origin: https://app.example.org' -H 'Access-Control-Request-Method: POST'
204
Access-Control-Allow-Methods: GET, HEAD, POST, OPTIONS
Access-Control-Allow-Headers: Authorization, Content-Type, X-Tocsin-Purpose, traceparent, tracestate
Access-Control-Max-Age: 600
Access-Control-Allow-Origin: https://app.example.org
Vary: Origin
$ ask OPTIONS /match/default -H 'Origin: https://other.example' -H 'Access-Control-Request-Method: POST'
204
Access-Control-Allow-Methods: GET, HEAD, POST, OPTIONS
Access-Control-Allow-Headers: Authorization, Content-Type, X-Tocsin-Purpose, traceparent, tracestate
Access-Control-Max-Age: 600
Vary: Origin
$ ask /healthz -H 'Origin: https://app.example.org'
200
Access-Control-Allow-Origin: https://app.example.org
Vary: Origin
{"status":"ok"}
$ ask /healthz -H 'Origin: https://other.example'
200
Vary: Origin
{"status":"ok"}
$ ask PUT /match/default -d x
405
Allow: POST
Vary: Origin
{"detail":"Method Not Allowed"}
$ ask PATCH /healthz -d x
405
Allow: GET, HEAD
Vary: Origin
{"detail":"Method Not Allowed"}
$ ask DELETE /healthz
405
Allow: GET, HEAD
Vary: Origin
{"detail":"Method Not Allowed"}
$ ask / -X BREW
405
Allow: GET, HEAD
Vary: Origin
{"detail":"Method Not Allowed"}
$ ask /match/default -H 'Content-Encoding: gzip' -d x
415
Accept-Encoding: identity
Vary: Origin
{"detail":"a body is sent as it is, without Content-Encoding"}
$ ask /match/default -H 'Transfer-Encoding: chunked' -d '{"queries":{}}'
400
Vary: Origin
{"detail":"No queries provided."}
$ ask /match/default -H 'Expect: 100-continue' -d '{"queries":{}}'
400
Vary: Origin
{"detail":"No queries provided."}
$ ask /catalog --compressed
200
Content-Encoding: gzip
ETag: "~"
Cache-Control: public, max-age=300
Vary: Origin
Vary: Accept-Encoding
{"datasets":[{"name":"entities","title":"entities","version":"20260131230000-import","children":[],"resources":[],"load":true,"entities_url":null,"delta_url":nu~sanctions","us_ofac_sdn"],"outdated":[],"index_stale":false}
$ ask /catalog -H 'Accept-Encoding: gzip;q=0'
200
ETag: "~"
Cache-Control: public, max-age=300
Vary: Origin
Vary: Accept-Encoding
{"datasets":[{"name":"entities","title":"entities","version":"20260131230000-import","children":[],"resources":[],"load":true,"entities_url":null,"delta_url":nu~sanctions","us_ofac_sdn"],"outdated":[],"index_stale":false}
$ ask /%00
400
Content-Type: application/problem+json
Vary: Origin
{"type":"about:blank","title":"Bad Request","status":400,"detail":"the request has bytes that are not UTF-8"}
$ ask /%ff
400
Content-Type: application/problem+json
Vary: Origin
{"type":"about:blank","title":"Bad Request","status":400,"detail":"the request has bytes that are not UTF-8"}
$ ask /%zz
400
Content-Type: application/problem+json
Vary: Origin
{"type":"about:blank","title":"Bad Request","status":400,"detail":"the request has a percent sign without two hex digits"}
$ ask '/healthz?x=%00'
400
Content-Type: application/problem+json
Vary: Origin
{"type":"about:blank","title":"Bad Request","status":400,"detail":"the request has bytes that are not UTF-8"}
$ ask '/healthz?x=%ff'
400
Content-Type: application/problem+json
Vary: Origin
{"type":"about:blank","title":"Bad Request","status":400,"detail":"the request has bytes that are not UTF-8"}
$ ask /healthz/
404
Vary: Origin
{"detail":"Not Found"}
$ ask //healthz
404
Vary: Origin
{"detail":"Not Found"}
$ ask /../healthz
404
Vary: Origin
{"detail":"Not Found"}
$ ask /entities/../healthz
404
Vary: Origin
{"detail":"Not Found"}
$ ask /entities/%2e%2e/healthz
404
Vary: Origin
{"detail":"Not Found"}
$ ask /entities/..%2f..%2fetc%2fpasswd
404
Vary: Origin
{"detail":"No such entity!"}
$ ask /entities/mr-001%00
400
Content-Type: application/problem+json
Vary: Origin
{"type":"about:blank","title":"Bad Request","status":400,"detail":"the request has bytes that are not UTF-8"}
$ ask '/entities/<script>alert(1)</script>'
404
Vary: Origin
{"detail":"Not Found"}
$ ask '/entities/%0d%0aSet-Cookie:%20x=1'
404
Vary: Origin
{"detail":"No such entity!"}
$ ask /healthz -H 'X-Request-Id: abc'
200
Vary: Origin
{"status":"ok"}
$ ask /healthz -H 'traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
200
Vary: Origin
{"status":"ok"}
$ server_log 0af76
{"time":"~","level":"info","message":"request","request_id":"~","trace_id":"~","method":"GET","path":"/healthz","status":200,"microseconds":~,"bytes_in":0,"bytes_out":15,"address":"127.0.0.1","who":""}
$ ask /healthz -H 'Host:'
400
Content-Type: application/problem+json
Vary: Origin
{"type":"about:blank","title":"Bad Request","status":400,"detail":"the request has no Host"}
$ ask /healthz -H 'Host: a' -H 'Host: b'
200
Vary: Origin
{"status":"ok"}
$ ask /healthz -H 'Host: evil.example/x"><script>'
400
Content-Type: application/problem+json
Vary: Origin
{"type":"about:blank","title":"Bad Request","status":400,"detail":"the request has a Host that is none"}
$ ask /healthz -H 'Host: [::1]:80'
200
Vary: Origin
{"status":"ok"}
$ ask /reconcile/default -H 'Host: localhost:8443'
200
Vary: Origin
Vary: Accept-Encoding
{"versions":["0.2"],"name":"tocsin (tocsin)","identifierSpace":"https://www.opensanctions.org/reference/#schema","schemaSpace":"https://www.opensanctions.org/re~"},{"id":"Vessel","name":"Vessels","description":"Vessel"}]}
$ ask /healthz -H 'X : y'
400
Content-Type: application/problem+json
Vary: Origin
{"type":"about:blank","title":"Bad Request","status":400,"detail":"the request has a header field whose name is none"}
$ ask /healthz -H 'Content-Length: 5' -H 'Content-Length: 6'
400
Content-Type: application/problem+json
Vary: Origin
{"type":"about:blank","title":"Bad Request","status":400,"detail":"the request has more than one length of the body"}
