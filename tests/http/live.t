# Lists that change, and signals, while it serves.
$ serve --no-auth
$ in_a_loop sh -c 'for i in 1 2 3; do tocsin import examples/lists/harbour/20260130/entities.ftm.json --dataset harbour; tocsin import examples/lists/harbour/20260131/entities.ftm.json --dataset harbour; done'
~~
$ await '"harbour' ask /catalog
200
ETag: "~"
Cache-Control: public, max-age=300
Vary: Accept-Encoding
{"datasets":~"name":"harbour",~
$ in_a_loop sh -c 'sleep 0.2; kill -HUP $(cat ../pid); sleep 0.3'
$ await anew server_log anew
{"time":"~","level":"info","message":"the lists were opened anew"}
$ stop
# What runs when it is told to stop is finished.
$ serve TOCSIN_LIMIT_BATCH=3000 TOCSIN_LIMIT_REQUEST_SECONDS=1h --no-auth
$ stop_amid
200
}},"limit":5}
