# Who may: officers.
$ sh -c 'echo three grey geese at dawn | tocsin officer add maren --role officer'
maren may log in as officer
$ serve TOCSIN_ACCESS_LOCKOUT_AFTER=3
$ ask /api/session
200
{"auth":true,"officer":null,"permissions":[],"csrf":"","title":"tocsin","version":"0.1.0","purpose_required":false,"threshold":0.7,"limit":5}
$ ask POST /api/session -H 'Content-Type: application/json' -d '{"name":"maren","password":"three grey geese"}'
401
Content-Type: application/problem+json
{"type":"about:blank","title":"Unauthorized","status":401,"detail":"the name or the password is wrong"}
$ ask POST /api/session -d 'name=maren&password=three+grey+geese+at+dawn'
415
Content-Type: application/problem+json
{"type":"about:blank","title":"Unsupported Media Type","status":415,"detail":"a login is application/json"}
$ ask POST /api/session -H 'Content-Type: application/json' -d '{"name":"maren"}'
400
Content-Type: application/problem+json
{"type":"about:blank","title":"Bad Request","status":400,"detail":"name and password are needed"}
$ ask POST /api/session -H 'Content-Type: application/json' -d '["maren"]'
400
Content-Type: application/problem+json
{"type":"about:blank","title":"Bad Request","status":400,"detail":"name and password are needed"}
$ ask POST /api/session -H 'Content-Type: application/json' -d '{'
400
Content-Type: application/problem+json
{"type":"about:blank","title":"Bad Request","status":400,"detail":"name and password are needed"}
$ ask POST /api/session -H 'Content-Type: application/json'
400
Content-Type: application/problem+json
{"type":"about:blank","title":"Bad Request","status":400,"detail":"name and password are needed"}
$ ask POST /api/session -H 'Content-Type: application/json' -d '{"name":"maren","password":"three grey geese at dawn"}' -c jar
200
Set-Cookie: tocsin_session=~; Path=/; HttpOnly; SameSite=Strict; Max-Age=28800
{"auth":true,"officer":{"name":"maren","role":"officer"},"permissions":["read","screen","batch"],"csrf":"~","title":"tocsin","version":"0.1.0","purpose_required":false,"threshold":0.7,"limit":5}
$ keep csrf '"csrf":"' '"'
$ ask /api/session -b jar
200
{"auth":true,"officer":{"name":"maren","role":"officer"},"permissions":["read","screen","batch"],"csrf":"~","title":"tocsin","version":"0.1.0","purpose_required":false,"threshold":0.7,"limit":5}
$ ask /catalog -b jar
200
ETag: "~"
Cache-Control: private, max-age=300
Vary: Accept-Encoding
{"datasets":[{"name":"entities","title":"entities","version":"20260131230000-import","children":[],"resources":[],"load":true,"entities_url":null,"delta_url":nu~sanctions","us_ofac_sdn"],"outdated":[],"index_stale":false}
$ ask /match/default -b jar -d '{"queries":{"a":{"schema":"Person","properties":{"name":["Nobody"]}}}}'
403
{"detail":"the header X-CSRF-Token is missing or is not this session's"}
$ ask /match/default -b jar -H 'X-CSRF-Token: wrong' -d '{"queries":{"a":{"schema":"Person","properties":{"name":["Nobody"]}}}}'
403
{"detail":"the header X-CSRF-Token is missing or is not this session's"}
$ ask /match/default -b jar -H "X-CSRF-Token: $csrf" -d '{"queries":{"a":{"schema":"Person","properties":{"name":["Nobody"]}}}}'
200
x-batch-size: 1
{"responses":{"a":{"status":200,"results":[],"total":{"value":0,"relation":"eq"},"query":{"id":null,"schema":"Person","properties":{"name":["Nobody"]}}}},"limit":5}
# A key that is wrong is meant
$ ask /api/searches -b jar -H 'Authorization: ApiKey wrong'
401
Content-Type: application/problem+json
WWW-Authenticate: ApiKey realm="tocsin", Bearer realm="tocsin"
{"type":"about:blank","title":"Unauthorized","status":401,"detail":"this is no key of tocsin, or it was not copied whole"}
$ ask /api/searches -b jar
403
Content-Type: application/problem+json
{"type":"about:blank","title":"Forbidden","status":403,"detail":"the role officer may not read who searched for what"}
$ ask /match/default -b 'tocsin_session=' -d '{}'
401
WWW-Authenticate: ApiKey realm="tocsin", Bearer realm="tocsin"
{"detail":"this key or session is not known here"}
$ ask /match/default -b 'tocsin_session=AAAA' -d '{}'
401
WWW-Authenticate: ApiKey realm="tocsin", Bearer realm="tocsin"
{"detail":"this key or session is not known here"}
$ ask /match/default -b "tocsin_session=$csrf" -d '{}'
401
WWW-Authenticate: ApiKey realm="tocsin", Bearer realm="tocsin"
{"detail":"this key or session is not known here"}
$ ask DELETE /api/session -b jar
403
Content-Type: application/problem+json
{"type":"about:blank","title":"Forbidden","status":403,"detail":"the header X-CSRF-Token is missing or is not this session's"}
$ ask DELETE /api/session -b jar -H "X-CSRF-Token: $csrf"
204
Set-Cookie: tocsin_session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0
$ ask /catalog -b jar
401
WWW-Authenticate: ApiKey realm="tocsin", Bearer realm="tocsin"
{"detail":"this key or session is not known here"}
$ ask DELETE /api/session -b jar -H "X-CSRF-Token: $csrf"
204
Set-Cookie: tocsin_session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0
$ ask DELETE /api/session
204
Set-Cookie: tocsin_session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0
$ ask POST /api/session -H 'Content-Type: application/json' -d '{"name":"maren","password":"wrong wrong wrong"}'
401
Content-Type: application/problem+json
{"type":"about:blank","title":"Unauthorized","status":401,"detail":"the name or the password is wrong"}
$ ask POST /api/session -H 'Content-Type: application/json' -d '{"name":"maren","password":"wrong wrong wrong"}'
401
Content-Type: application/problem+json
{"type":"about:blank","title":"Unauthorized","status":401,"detail":"the name or the password is wrong"}
$ ask POST /api/session -H 'Content-Type: application/json' -d '{"name":"maren","password":"wrong wrong wrong"}'
401
Content-Type: application/problem+json
{"type":"about:blank","title":"Unauthorized","status":401,"detail":"the name or the password is wrong"}
$ ask POST /api/session -H 'Content-Type: application/json' -d '{"name":"maren","password":"three grey geese at dawn"}'
429
Content-Type: application/problem+json
Retry-After: 30
{"type":"about:blank","title":"Too Many Requests","status":429,"detail":"too many failures: try again later"}
$ ask POST /api/session -H 'Content-Type: application/json' -d '{"name":"nobody","password":"three grey geese at dawn"}'
401
Content-Type: application/problem+json
{"type":"about:blank","title":"Unauthorized","status":401,"detail":"the name or the password is wrong"}
$ server_log Lock
