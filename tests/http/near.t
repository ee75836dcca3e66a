# Without keys: what reaches this machine through a browser on it is not this machine.
$ serve --no-auth
$ ask /entities/mr-001 -H 'Host: rebound.example:8470'
421
{"detail":~
$ ask /api/searches -H 'Host: rebound.example'
421
~~
$ ask /entities/mr-001 -H 'Host: 127.0.0.1.rebound.example'
421
~~
$ ask /entities/mr-001 -H 'Host: localhost.rebound.example'
421
~~
$ ask HEAD /entities/mr-001 -H 'Host: LocalHost:9000'
200
Vary: Accept-Encoding
$ ask HEAD /entities/mr-001 -H 'Host: [::1]:9000'
200
Vary: Accept-Encoding
$ ask HEAD /entities/mr-001 -H 'Host: [::2]:9000'
421
$ ask HEAD /entities/mr-001 -H 'Host: 192.0.2.1'
421
$ ask HEAD /entities/mr-001 -H 'Host: 127.8.0.1'
200
Vary: Accept-Encoding
# A form of another site, sent blindly
$ ask POST '/api/imports?name=planted.csv' -H 'Origin: https://other.example' -H 'Content-Type: text/plain' -d 'full_name'
403
~~
$ ask POST '/api/imports?name=planted.csv' -H 'Sec-Fetch-Site: cross-site' -d 'full_name'
403
~~
$ ask POST '/api/imports?name=planted.csv' -H 'Sec-Fetch-Site: same-site' -H 'Origin: http://localhost:3000' -d 'full_name'
403
~~
$ ask POST '/api/imports?name=planted.csv' -H 'Origin: null' -d 'full_name'
403
~~
$ ask DELETE /api/jobs/0 -H 'Origin: https://other.example'
403
~~
$ ask /match/default?limit=0 -H 'Origin: https://other.example' -H 'Content-Type: text/plain' -d "$query"
403
{"detail":"with --no-auth pages of other sites may not do this; cors.origins lists those that may"}
# Pages of this node, and programs
$ ask DELETE /api/jobs/0 -H 'Sec-Fetch-Site: same-origin' -H 'Host: localhost:9' -H 'Origin: http://localhost:9'
404
~~
$ ask DELETE /api/jobs/0 -H 'Host: localhost:9' -H 'Origin: http://localhost:9'
404
~~
$ ask DELETE /api/jobs/0
404
~~
$ ask /api/jobs -H 'Sec-Fetch-Site: cross-site'
200
~~
$ stop
$ serve TOCSIN_URL=https://screening.example:8443/ TOCSIN_CORS_ORIGINS=https://app.example --no-auth
$ ask DELETE /api/jobs/0 -H 'Host: screening.example' -H 'Origin: https://screening.example:8443'
404
~~
$ ask DELETE /api/jobs/0 -H 'Origin: https://app.example' -H 'Sec-Fetch-Site: cross-site'
404
~~
$ ask DELETE /api/jobs/0 -H 'Origin: https://app.example.other.example'
403
~~
$ stop
$ serve TOCSIN_CORS_ORIGINS=* --no-auth
$ ask HEAD /catalog -H 'Host: rebound.example'
421
Access-Control-Allow-Origin: *
$ ask DELETE /api/jobs/0 -H 'Origin: https://other.example'
403
~~
$ ask /match/default?limit=0 -H 'Origin: https://other.example' -d "$query"
200
~~
$ stop
# With keys a name proves nothing and costs nothing.
$ key desk
$ serve
$ ask HEAD /entities/mr-001 -H 'Host: rebound.example' -H "Authorization: ApiKey $desk"
200
Vary: Accept-Encoding
