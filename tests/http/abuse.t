# Clients that are slow delay nobody, and are cut off.
$ serve TOCSIN_LIMIT_REQUEST_SECONDS=2 --no-auth
$ in_a_loop tool slow 200 5
0 of 200 are still open
# What is no HTTP, or says two things at once.
$ tool raw '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'
no answer
$ tool raw 'GET /healthz HTTP/9.9\r\nHost: localhost\r\n\r\n'
HTTP/1.1 505 HTTP Version Not Supported
$ tool raw 'GET /healthz\r\n\r\n'
HTTP/1.1 400 Bad Request
$ tool raw 'GET /healthz HTTP/1.1\r\n\r\n'
HTTP/1.1 400 Bad Request
$ tool raw 'GET /heal\0thz HTTP/1.1\r\nHost: localhost\r\n\r\n'
HTTP/1.1 400 Bad Request
$ tool raw 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: y\r\n\r\nGET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n'
HTTP/1.1 400 Bad Request
$ tool raw 'POST /match/default HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n'
HTTP/1.1 400 Bad Request
$ tool raw 'POST /match/default HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n{}'
HTTP/1.1 400 Bad Request
~~
$ tool raw 'POST /match/default HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n{}'
HTTP/1.1 413 Content Too Large
~~
$ tool raw 'POST /match/default HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999999999\r\n\r\n{}'
HTTP/1.1 413 Content Too Large
$ tool raw 'POST /match/default HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'
HTTP/1.1 400 Bad Request
$ tool raw 'POST /match/default HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff1\r\n'
HTTP/1.1 413 Content Too Large
$ tool raw 'POST /match/default HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n{'
no answer
$ tool raw 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nGET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n'
HTTP/1.1 200 OK
HTTP/1.1 200 OK
$ tool raw 'POST /healthz HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n'
HTTP/1.1 405 Method Not Allowed
$ tool raw 'POST /match/default HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n'
HTTP/1.1 400 Bad Request
$ tool raw 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: a\x1bb\r\n\r\n'
HTTP/1.1 400 Bad Request
# A long line, many fields.
$ ask_long /healthz?x= 61000
414
{"detail":"Request URI too long"}
$ ask_long /healthz?x= 59000
200
{"status":"ok"}
$ ask_long /healthz?x= 120000
414
<html>~
# Bombs of JSON.
$ sh -c 'head -c 4000000 /dev/zero | tr "\0" "[" >deep'
$ ask /match/default -d @deep
422
{"detail":[{"type":"json_invalid","loc":["body"],"msg":"JSON is nested too deeply","input":""}]}
$ ask POST /api/screen -d @deep
400
Content-Type: application/problem+json
{"type":"about:blank","title":"Bad Request","status":400,"detail":"the body is nested too deeply"}
$ ask POST /api/explain -d @deep
400
Content-Type: application/problem+json
{"type":"about:blank","title":"Bad Request","status":400,"detail":"the body is nested too deeply"}
$ ask POST /reconcile/default --data-urlencode queries@deep
413
{"detail":"the body is larger than limit.body allows"}
$ ask POST /reconcile/default --data-urlencode extend@deep
413
{"detail":"the body is larger than limit.body allows"}
$ ask POST /reconcile/default -d 'queries={"a":'
400
{"detail":"Cannot decode queries: it is no JSON object"}
$ sh -c 'awk "BEGIN { printf \"extend={\\\"ids\\\":[\\\"mr-001\\\"],\\\"properties\\\":[0\"; for (i = 0; i < 4000; i++) printf \",0\"; print \"]}\" }" >wishes'
$ ask POST /reconcile/default -d @wishes
400
{"detail":"too many ids or properties; 9999 and ~ at most"}
$ ask POST /reconcile/default -d 'queries=%ff'
400
{"detail":"the form has bytes that are not UTF-8"}
$ stop
# A line of the log is one call, whatever was asked.
$ serve TOCSIN_LOG_FORMAT=text --no-auth
$ ask /x%0Aforged%1b%c2%9b
404
{"detail":"Not Found"}
$ await forged server_log forged
2026-01-31T23:00:00Z info GET /x%0Aforged%1B%C2%9B 404 ~ ms 127.0.0.1
$ stop
# A search that would be too long for the record need not be sent again.
$ serve --no-auth
$ sh -c 'head -c 1100000 /dev/zero | tr "\0" a | sed "s/.*/{\"schema\":\"Person\",\"properties\":{\"name\":[\"&\"]}}/" >long'
$ ask POST /api/screen -d @long
413
Content-Type: application/problem+json
{"type":"about:blank","title":"Content Too Large","status":413,"detail":"this search is too long to be recorded, and is therefore not answered"}
# Nor is one that would hold a thread for minutes answered.
$ sh -c 'awk "BEGIN { printf \"{\\\"schema\\\":\\\"Person\\\",\\\"properties\\\":{\\\"name\\\":[\\\"x\\\"\"; for (i = 0; i < 1000; i++) printf \",\\\"Ferdik %d\\\"\", i; print \"]}}\" }" >many'
$ ask POST /api/screen -d @many
400
Content-Type: application/problem+json
{"status":400,~LIMIT_QUERY_VALUES~
$ ask_long /reconcile/default/suggest/entity?prefix= 1025
400
{"detail":"a prefix has 1024 bytes at most"}
$ ask "/search/default?q=x$(printf '&sort=name:asc%.0s' $(seq 21))"
422
{"detail":~at most 20 items~
