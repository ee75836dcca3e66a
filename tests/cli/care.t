# Looking after a home.
$ tocsin init --json
$ tocsin import examples/lists/ofac --json
$ tocsin check
$ tocsin check --json
# An index may be lost.
$ rm -r home/index
$ tocsin screen 'Ferdik Quentabry'
[exit 3]
$ tocsin check
[exit 3]
$ tocsin rebuild
$ tocsin check
$ tocsin rebuild --from-sources --json
$ tocsin screen 'Ferdik Quentabry' --limit 1
[exit 1]
# A source file must not change.
$ sed -i s/QUENTABRY/QUENTABRA/ home/sources/~
$ tocsin --home elsewhere init
$ tocsin --home elsewhere datasets
