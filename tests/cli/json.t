# For programs.
$ tocsin init --json
$ tocsin import examples/lists/ofac --json
$ tocsin datasets --json
$ tocsin screen 'Anzel Pellgrove' --json
[exit 1]
$ tocsin screen 'Ottoline Vanterpost' --json
$ tocsin show ofac-90014 --json
$ tocsin show ofac-1 --json
[exit 3]
$ tocsin version --json
$ tocsin version
