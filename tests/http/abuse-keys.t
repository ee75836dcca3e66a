# Keys, cookies, logins.
$ key desk
$ sh -c 'echo three grey geese at dawn | tocsin officer add maren --role auditor'
maren may log in as auditor
$ serve
$ ask /catalog -H 'Authorization: ApiKey tocsin_0000000000000000000000000000000000000000000000000'
401
WWW-Authenticate: ApiKey realm="tocsin", Bearer realm="tocsin"
{"detail":"this is no key of tocsin, or it was not copied whole"}
$ ask /catalog -H "Authorization: ApiKey ${desk}x"
401
WWW-Authenticate: ApiKey realm="tocsin", Bearer realm="tocsin"
{"detail":"this is no key of tocsin, or it was not copied whole"}
$ ask /catalog -H "Authorization: ApiKey ${desk%?}"
401
WWW-Authenticate: ApiKey realm="tocsin", Bearer realm="tocsin"
{"detail":"this is no key of tocsin, or it was not copied whole"}
$ ask /catalog -H "Authorization: ApiKey $desk $desk"
401
WWW-Authenticate: ApiKey realm="tocsin", Bearer realm="tocsin"
{"detail":"this is no key of tocsin, or it was not copied whole"}
$ ask /catalog -b "tocsin_session=$desk"
401
WWW-Authenticate: ApiKey realm="tocsin", Bearer realm="tocsin"
{"detail":"this key or session is not known here"}
$ ask /catalog -b 'tocsin_session=../../people.db; tocsin_session=x'
401
WWW-Authenticate: ApiKey realm="tocsin", Bearer realm="tocsin"
{"detail":"this key or session is not known here"}
$ ask /catalog -b "tocsin_session=' OR 1=1"
401
WWW-Authenticate: ApiKey realm="tocsin", Bearer realm="tocsin"
{"detail":"this key or session is not known here"}
$ sh -c 'head -c 50000 /dev/zero | tr "\0" a | sed "s/^/Cookie: tocsin_session=/" >cookie'
$ ask /catalog -H @cookie
431
~~
$ tool burst 100 'POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: 41\r\n\r\n{"name":"maren","password":"wrong wrong"}'
401: 5
429: 95
$ ask /healthz
200
{"status":"ok"}
$ tool keys 10000
10000 of 10000 are 401
$ tool burst 100 'GET /catalog HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: ApiKey tocsin_x\r\n\r\n'
401: 100
$ stop
# A search that cannot be recorded is not answered; what was answered is recorded when that is possible again.
$ serve --no-auth
$ ask /match/default?limit=0 -d "$query"
200
x-batch-size: 1
{"responses":{"a":{"status":200,"results":[],"total":{"value":3,"relation":"eq"},"query":{"id":null,"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}},"limit":0}
$ await '"number":1' ask /api/searches
200
{"searches":[{"number":1,"at":"2026-01-31T23:00:00Z","who":"local","role":"","address":"127.0.0.1","route":"/match/default","purpose":"","query":"{\"queries\":{\"a\":{\"schema\":\"Person\",\"properties\":{\"name\":[\"Ferdik Quentabri\"]}}}}","results":3,"matches":3}]}
$ lock_people
locked
$ ask /match/default?limit=0 -d "$query"
200
x-batch-size: 1
{"responses":{"a":{"status":200,"results":[],"total":{"value":3,"relation":"eq"},"query":{"id":null,"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}},"limit":0}
$ await 503 ask /match/default?limit=0 -d "$query"
503
~~
{"detail":"this search cannot be recorded, and is therefore not answered"}
$ ask POST /api/screen -d '{"schema":"Person","properties":{"name":["x"]}}'
503
Content-Type: application/problem+json
{"type":"about:blank","title":"Service Unavailable","status":503,"detail":"this search cannot be recorded, and is therefore not answered"}
$ ask /healthz
200
{"status":"ok"}
$ unlock_people
$ await '"number":2,' ask /api/searches
200
~~
{"searches":[~{"number":2,~"route":"/match/default",~{"number":1,~
$ await '"responses"' ask /match/default?limit=0 -d "$query"
200
x-batch-size: 1
{"responses":{"a":{"status":200,"results":[],"total":{"value":3,"relation":"eq"},"query":{"id":null,"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}},"limit":0}
$ stop
$ server_log '"message":"searches'
{"time":"~","level":"warning","message":"searches cannot be recorded: home/people.db: another process is writing to the store"}
~~
