# Lists that a server keeps up to date: a manifest, yente's hook, and the clock.
# Without a manifest there is nothing to do; without a token nobody may say so.
$ serve --no-auth
$ ask POST /updatez
403
{"detail":"Invalid token."}
$ ask POST '/updatez?token='
403
{"detail":"Invalid token."}
$ ask GET /updatez
405
Allow: POST
{"detail":"Method Not Allowed"}
$ stop
$ serve TOCSIN_UPDATE_TOKEN=opensesame --no-auth
$ ask POST '/updatez?token=opensesame'
400
{"detail":"There is nothing to update: update.manifest is not set."}
$ ask POST '/updatez?token=opensesam'
403
{"detail":"Invalid token."}
$ stop
# A server that may look by itself does so when it starts.
$ serve TOCSIN_UPDATE_MANIFEST=examples/lists/harbour/manifest.yml --no-auth
$ await '"current":["entities","harbour' ask /catalog
200
ETag: "~"
Cache-Control: public, max-age=300
Vary: Accept-Encoding
~"current":["entities","harbour~
$ stop
# One that may not waits until it is told to.
$ serve TOCSIN_UPDATE_MANIFEST=examples/lists/harbour/manifest.yml TOCSIN_UPDATE_AUTO=false TOCSIN_UPDATE_TOKEN=opensesame --no-auth
$ ask /api/jobs
200
{"jobs":[]}
$ ask POST '/updatez?token=opensesame&sync=true'
200
{"status":"ok"}
$ await '"state":"done"' ask /api/jobs
200
Vary: Accept-Encoding
{"jobs":[{"id":"~","kind":"update","state":"done",~"by":"update",~"action":"~
$ stop
