# Where it listens, and how.
$ serve --no-auth --listen unix:$here/socket --listen 127.0.0.1:0 --listen [::1]:0
Listening on unix:~socket
Listening on http://127.0.0.1:~
Listening on http://[::1]:~
$ ask http://localhost/healthz --unix-socket socket
200
{"status":"ok"}
$ at '[::1]:' /healthz
200
{"status":"ok"}
$ at 127.0.0.1: /healthz
200
{"status":"ok"}
$ stop
$ test -e socket
[exit 1]
# A socket that was left behind by a crash is no obstacle; a file is.
$ serve --no-auth --listen unix:$here/socket
Listening on unix:~socket
$ signal KILL
$ await_end
$ test -e socket
$ serve --no-auth --listen unix:$here/socket
Listening on unix:~socket
$ second_server
tocsin: cannot listen on unix:~
~~
[exit 3]
$ stop
$ sh -c 'echo mine >socket'
$ serve --no-auth --listen unix:$here/socket
tocsin: cannot listen on unix:~
~~
[exit 3]
$ sh -c 'cat socket'
mine
# Handed over by systemd; then it is not known who can reach it.
$ serve_activated
$ ask /healthz
200
{"status":"ok"}
$ ask HEAD /catalog
401
WWW-Authenticate: ApiKey realm="tocsin", Bearer realm="tocsin"
$ stop
$ serve_activated --no-auth
tocsin: --no-auth is for addresses of this machine only (127.0.0.1, [::1],
        unix:); make a token or an officer instead: tocsin help token
[exit 2]
# Not for others without a key.
$ serve --no-auth --listen 0.0.0.0:0
tocsin: --no-auth is for addresses of this machine only (127.0.0.1, [::1],
        unix:); make a token or an officer instead: tocsin help token
[exit 2]
$ serve --no-auth --listen [::]:0
tocsin: --no-auth is for addresses of this machine only (127.0.0.1, [::1],
        unix:); make a token or an officer instead: tocsin help token
[exit 2]
$ serve --no-auth --listen :0
tocsin: --no-auth is for addresses of this machine only (127.0.0.1, [::1],
        unix:); make a token or an officer instead: tocsin help token
[exit 2]
$ serve --listen nonsense
tocsin: --listen: 'nonsense' is not HOST:PORT, [IPV6]:PORT, :PORT or unix:/path
[exit 2]
$ serve --listen 127.0.0.1:99999
tocsin: --listen: '127.0.0.1:~' is not HOST:PORT, [IPV6]:PORT, :PORT or
        unix:/path
[exit 2]
$ serve --listen 192.0.2.1:8470
tocsin: cannot listen on 192.0.2.1:8470: Cannot assign requested address
[exit 3]
$ serve TOCSIN_LISTEN=127.0.0.1:0 --home nowhere
tocsin: no tocsin home at nowhere: run `tocsin init`
[exit 3]
$ serve --home nowhere
tocsin: no tocsin home at nowhere: run `tocsin init`
[exit 3]
# Two on one place.
$ serve --no-auth
$ second_server
tocsin: cannot listen on 127.0.0.1:~: Address already in use
[exit 3]
$ stop
# TLS
$ serve SOURCE_DATE_EPOCH= TOCSIN_TLS_SELF_SIGNED=true --no-auth
$ ask /healthz
curl: (60) ~
~~
[exit 60]
$ ask /healthz -k
200
{"status":"ok"}
$ ask /healthz --cacert home/tls/certificate.pem
200
{"status":"ok"}
$ key desk
$ sh -c 'echo three grey geese at dawn | tocsin officer add maren --role viewer'
maren may log in as viewer
$ ask POST /api/session -k -H 'Content-Type: application/json' -d '{"name":"maren","password":"three grey geese at dawn"}'
200
Set-Cookie: tocsin_session=~; Path=/; HttpOnly; SameSite=Strict; Max-Age=28800; Secure
{"auth":false,"officer":null,"permissions":["read","screen"],"csrf":"~","title":"tocsin","version":"0.1.0","purpose_required":false,"threshold":0.7,"limit":5}
$ ask /healthz -k --tls-max 1.1
curl: (35) ~
[exit 35]
$ sh -c 'stat -c %a home/tls/key.pem'
600
$ stop
$ serve TOCSIN_TLS_CERTIFICATE=home/tls/certificate.pem --no-auth
tocsin: tls.certificate: it is set ($TOCSIN_TLS_CERTIFICATE) without tls.key
[exit 3]
$ serve TOCSIN_TLS_CERTIFICATE=examples/guests.csv TOCSIN_TLS_KEY=home/tls/key.pem --no-auth
tocsin: examples/guests.csv: no certificate that can be used: No certificate was
        found.
[exit 3]
