# Which settings are in force, and who said so. No home is needed for that.
$ tocsin config --changed
Every setting has its default
$ tocsin config limit.body
setting     value  source
limit.body  8 MB   default

The largest body of a request, but for uploads.
default 8 MB; 1 kB to 1 GB; $TOCSIN_LIMIT_BODY
$ tocsin config log match.threshold
setting          value  source
match.threshold  0.7    default
log.format       auto   default
log.level        info   default
$ tocsin config log.format match.limit --json
{"settings":[{"name":"match.limit","value":5,"unit":null,"shown":"5","source":"default"},{"name":"log.format","value":"auto","unit":null,"shown":"auto","source":"default"}]}
# A new home has a node.yaml that sets nothing; only its owner may read it.
$ tocsin init
New home: home
$ stat --format=%a home/node.yaml
600
$ tocsin config --changed
Every setting has its default
$ tocsin check
No findings: store, sources and index are whole
$ sh -c 'tocsin config --defaults | cmp - home/node.yaml'
# A flag goes before the environment, the environment before the file.
$ sh -c 'printf "title: Vantor\nlimit:\n  body: 64 KiB\n  matches: 3\nupdate:\n  token: opensesame\n" >home/node.yaml'
$ tocsin config --changed
setting        value     source
title          Vantor    node.yaml:1
limit.body     64 KiB    node.yaml:3
limit.matches  3         node.yaml:4
update.token   (hidden)  node.yaml:6
$ env TOCSIN_TITLE=Sollograd YENTE_MAX_MATCHES=9 tocsin config --changed
setting        value      source
title          Sollograd  $TOCSIN_TITLE
limit.body     64 KiB     node.yaml:3
limit.matches  9          $YENTE_MAX_MATCHES
update.token   (hidden)   node.yaml:6
$ tocsin config match.limit update.token
setting       value     source
match.limit   3         limit.matches
update.token  (hidden)  node.yaml:6
$ env TOCSIN_LISTEN='127.0.0.1:1,[::1]:2' tocsin config listen access.session_hours limit.body update.token --json
{"settings":[{"name":"listen","value":["127.0.0.1:1","[::1]:2"],"unit":null,"shown":"127.0.0.1:1, [::1]:2","source":"$TOCSIN_LISTEN"},{"name":"limit.body","value":65536,"unit":"bytes","shown":"64 KiB","source":"node.yaml:3"},{"name":"access.session_hours","value":28800,"unit":"seconds","shown":"8 h","source":"default"},{"name":"update.token","value":"(hidden)","unit":null,"shown":"(hidden)","source":"node.yaml:6"}]}
# What is not understood is said with its place.
$ env TOCSIN_LISTN=x tocsin config title
tocsin: $TOCSIN_LISTN is no setting; did you mean $TOCSIN_LISTEN?
setting  value   source
title    Vantor  node.yaml:1

The name of this node, shown in the console and to clients.
default tocsin; $TOCSIN_TITLE or $YENTE_TITLE
$ env TOCSIN_THREADS=many tocsin config
tocsin: $TOCSIN_THREADS: threads: 'many' is not a whole number
[exit 3]
$ env TOCSIN_MATCH_ALGORITHM=guess tocsin config
tocsin: $TOCSIN_MATCH_ALGORITHM: match.algorithm: no algorithm 'guess'; `tocsin
        help screen` lists them
[exit 3]
$ env YENTE_DEFAULT_ALGORITHM=best tocsin config match.algorithm
setting          value  source
match.algorithm  best   $YENTE_DEFAULT_ALGORITHM

How to score; `tocsin help screen` lists the algorithms.
default tocsin; $TOCSIN_MATCH_ALGORITHM or $YENTE_DEFAULT_ALGORITHM
$ sh -c 'printf "title: x\nlimit:\n  bdoy: 1 MB\n" >home/node.yaml'
$ tocsin config
tocsin: home/node.yaml:3:3: limit.bdoy: no such setting; did you mean
        limit.body?
[exit 3]
$ tocsin config --json
{"type":"tag:tocsin,2026:error/not-found","title":"not found","detail":"no such setting; did you mean limit.body?","file":"home/node.yaml","line":3,"column":3,"field":"limit.bdoy"}
[exit 3]
$ sh -c 'printf "limit:\n  body: 1 XB\n" >home/node.yaml'
$ tocsin config
tocsin: home/node.yaml:2:9: limit.body: '1 XB' is not a size, such as 64 kB, 8
        MB, 2 GB or 512 KiB
[exit 3]
$ sh -c 'printf "a: &a [x]\n" >home/node.yaml'
$ tocsin config
tocsin: home/node.yaml:1:1: a: no such setting; `tocsin config` lists them
[exit 3]
$ sh -c 'printf "title: &a [x]\n" >home/node.yaml'
$ tocsin config
tocsin: home/node.yaml:1:8: settings have no anchors (&)
[exit 3]
$ tocsin config limt
tocsin: no setting 'limt'; did you mean 'limit'?
[exit 2]
$ tocsin config quentabry
tocsin: no setting 'quentabry'; `tocsin config` lists them
[exit 2]
$ tocsin config ''
tocsin: no setting ''; `tocsin config` lists them
[exit 2]
$ tocsin config --defaults title
tocsin: --defaults, markdown and scdoc are about all settings: no NAME,
        --changed or --json goes with them
[exit 2]
$ tocsin config --defaults --format=scdoc
tocsin: --defaults prints no other --format
[exit 2]
# A node.yaml that waits for its home is kept.
$ sh -c 'mkdir other && echo "title: Kept" >other/node.yaml'
$ tocsin --home other init
New home: other
$ tocsin --home other config --changed
setting  value  source
title    Kept   node.yaml:1
