# What programs that watch ask, and what is asked of a route that is none.
$ serve --no-auth
$ ask /healthz
200
{"status":"ok"}
$ ask /readyz
200
{"status":"ok"}
$ ask HEAD /healthz
200
$ ask POST /healthz -d x
405
Allow: GET, HEAD
{"detail":"Method Not Allowed"}
$ ask /nothing
404
{"detail":"Not Found"}
$ stop
