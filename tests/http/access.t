# Who may: keys.
$ key desk --role officer --purpose 'at the desk'
$ key intake
$ key audit --role auditor
$ key slow --rate 2/min
$ key gone
$ tocsin token revoke gone
The key of gone is worth nothing any more
$ key brief --expires 1h
$ env SOURCE_DATE_EPOCH=1769800000 tocsin token add past --expires 1h --json
{"name":"past","role":"viewer","purpose":"","rate":0,"burst":false,"created":"2026-01-30T19:06:40Z","expires":"2026-01-30T20:06:40Z","used":null,"revoked":null,"key":"tocsin_~"}
$ keep past '"key":"' '"'
$ serve
$ ask /match/default -d '{}'
401
WWW-Authenticate: ApiKey realm="tocsin", Bearer realm="tocsin"
{"detail":"a key (Authorization: ApiKey ...) or a login is needed"}
$ ask /match/default -d '{}' -H 'Authorization: ApiKey tocsin_wrong'
401
WWW-Authenticate: ApiKey realm="tocsin", Bearer realm="tocsin"
{"detail":"this is no key of tocsin, or it was not copied whole"}
$ ask /match/default -d '{}' -H 'Authorization: Basic dTpw'
401
WWW-Authenticate: ApiKey realm="tocsin", Bearer realm="tocsin"
{"detail":"this is no key of tocsin, or it was not copied whole"}
$ ask /match/default -d '{}' -H 'Authorization:'
401
WWW-Authenticate: ApiKey realm="tocsin", Bearer realm="tocsin"
{"detail":"a key (Authorization: ApiKey ...) or a login is needed"}
$ ask /match/default -d '{}' -H 'Authorization;'
401
WWW-Authenticate: ApiKey realm="tocsin", Bearer realm="tocsin"
{"detail":"this is no key of tocsin, or it was not copied whole"}
$ ask /catalog -H "Authorization: ApiKey $gone"
401
WWW-Authenticate: ApiKey realm="tocsin", Bearer realm="tocsin"
{"detail":"this key has been revoked"}
$ ask /catalog -H "Authorization: ApiKey $past"
401
WWW-Authenticate: ApiKey realm="tocsin", Bearer realm="tocsin"
{"detail":"this key or session has expired"}
$ ask HEAD /catalog -H "Authorization: ApiKey $desk"
200
ETag: "~"
Cache-Control: private, max-age=300
Vary: Accept-Encoding
$ ask HEAD /catalog -H "authorization: bearer   $desk"
200
ETag: "~"
Cache-Control: private, max-age=300
Vary: Accept-Encoding
$ ask HEAD /catalog -H "Authorization: Token $desk"
200
ETag: "~"
Cache-Control: private, max-age=300
Vary: Accept-Encoding
# by role
$ ask /api/searches -H "Authorization: ApiKey $desk"
403
Content-Type: application/problem+json
{"type":"about:blank","title":"Forbidden","status":403,"detail":"the role officer may not read who searched for what"}
$ ask /match/default -d '{}' -H "Authorization: ApiKey $audit"
403
{"detail":"the role auditor may not ask whether someone is on a list, and why"}
$ ask /metrics
401
Content-Type: application/problem+json
WWW-Authenticate: ApiKey realm="tocsin", Bearer realm="tocsin"
{"type":"about:blank","title":"Unauthorized","status":401,"detail":"a key (Authorization: ApiKey ...) or a login is needed"}
$ ask '/catalog?api_key=x'
401
WWW-Authenticate: ApiKey realm="tocsin", Bearer realm="tocsin"
{"detail":"a key (Authorization: ApiKey ...) or a login is needed"}
$ ask "/catalog?api_key=$desk"
401
WWW-Authenticate: ApiKey realm="tocsin", Bearer realm="tocsin"
{"detail":"a key (Authorization: ApiKey ...) or a login is needed"}
$ ask "/reconcile/default?api_key=$desk"
200
Vary: Accept-Encoding
{"versions":["0.2"],"name":"tocsin (tocsin)","identifierSpace":"https://www.opensanctions.org/reference/#schema","schemaSpace":"https://www.opensanctions.org/re~"},{"id":"Vessel","name":"Vessels","description":"Vessel"}]}
$ ask "/reconcile/default?api_key=nonsense"
401
WWW-Authenticate: ApiKey realm="tocsin", Bearer realm="tocsin"
{"detail":"this is no key of tocsin, or it was not copied whole"}
$ ask HEAD /catalog -H "Authorization: ApiKey $slow"
200
ETag: "~"
Cache-Control: private, max-age=300
Vary: Accept-Encoding
$ ask HEAD /catalog -H "Authorization: ApiKey $slow"
429
Retry-After: 30
$ ask HEAD /catalog -H "Authorization: ApiKey $slow"
429
Retry-After: 30
$ ask /catalog -H "Authorization: ApiKey $slow"
429
Retry-After: 30
{"detail":"too many requests for this key; come back in 30 s"}
$ ask /catalog -H "Authorization: ApiKey $slow" -H 'Authorization: ApiKey x'
429
Retry-After: 30
{"detail":"too many requests for this key; come back in 30 s"}
$ ask /match/default -H "Authorization: ApiKey $desk" -d '{"queries":{"a":{"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}}'
200
x-batch-size: 1
Vary: Accept-Encoding
{"responses":{"a":{"status":200,"results":[{"id":"mr-001",~"score":~,"match":true,~,{"id":"unsc-9900001",~"score":~,"match":true,~,{"id":"ofac-90001",~"score":~,"match":true,~}],"total":{"value":3,"relation":"eq"},"query":{"id":null,"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}},"limit":5}
$ ask '/match/default?purpose=a%20guest' -H "Authorization: ApiKey $desk" -d '{"queries":{"a":{"schema":"Person","properties":{"name":["Nobody"]}}}}'
200
x-batch-size: 1
{"responses":{"a":{"status":200,"results":[],"total":{"value":0,"relation":"eq"},"query":{"id":null,"schema":"Person","properties":{"name":["Nobody"]}}}},"limit":5}
$ ask '/match/default?purpose=lost' -H 'X-Tocsin-Purpose: the header' -H "Authorization: ApiKey $intake" -d '{"queries":{"a":{"schema":"Person","properties":{"name":["Nobody"]}}}}'
200
x-batch-size: 1
{"responses":{"a":{"status":200,"results":[],"total":{"value":0,"relation":"eq"},"query":{"id":null,"schema":"Person","properties":{"name":["Nobody"]}}}},"limit":5}
$ await 'the header' ask /api/searches -H "Authorization: ApiKey $audit"
200
Vary: Accept-Encoding
{"searches":[{"number":3,"at":"2026-01-31T23:00:00Z","who":"intake","role":"viewer","address":"127.0.0.1","route":"/match/default","purpose":"the header","query~ame\":[\"Ferdik Quentabri\"]}}}}","results":3,"matches":3}]}
$ stop
$ tocsin searches
2026-01-31 23:00  intake (token, viewer) from 127.0.0.1, /match/default
  0 of 0 results match; purpose: the header
  {"queries":{"a":{"schema":"Person","properties":{"name":["Nobody"]}}}}
2026-01-31 23:00  desk (token, officer) from 127.0.0.1, /match/default
  0 of 0 results match; purpose: a guest
  {"queries":{"a":{"schema":"Person","properties":{"name":["Nobody"]}}}}
2026-01-31 23:00  desk (token, officer) from 127.0.0.1, /match/default
  3 of 3 results match; purpose: at the desk
  {"queries":{"a":{"schema":"Person","properties":{"name":["Ferdik
    Quentabri"]}}}}
$ serve TOCSIN_ACCESS_PURPOSE_REQUIRED=true
$ ask /match/default -H "Authorization: ApiKey $intake" -d '{"queries":{"a":{"schema":"Person","properties":{"name":["Nobody"]}}}}'
400
{"detail":"this node wants to know what a search is for: send the header X-Tocsin-Purpose"}
$ ask /match/default -H "Authorization: ApiKey $desk" -d '{"queries":{"a":{"schema":"Person","properties":{"name":["Nobody"]}}}}'
200
x-batch-size: 1
{"responses":{"a":{"status":200,"results":[],"total":{"value":0,"relation":"eq"},"query":{"id":null,"schema":"Person","properties":{"name":["Nobody"]}}}},"limit":5}
$ ask /catalog -H "Authorization: ApiKey $intake"
200
ETag: "~"
Cache-Control: private, max-age=300
Vary: Accept-Encoding
{"datasets":[{"name":"entities","title":"entities","version":"20260131230000-import","children":[],"resources":[],"load":true,"entities_url":null,"delta_url":nu~sanctions","us_ofac_sdn"],"outdated":[],"index_stale":false}
$ stop
# A key that was sent where none belongs is not in the record.
$ serve
$ ask "/search/default?q=Pellgrove&api_key=$desk&limit=0" -H "Authorization: ApiKey $desk"
200
~~
$ await Pellgrove ask "/api/searches?limit=1" -H "Authorization: ApiKey $audit"
200
{"searches":[{~/search/default?q=Pellgrove&api_key=tocsin_************************************************&limit=0~
