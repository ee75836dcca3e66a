# Help, and what is made from the same table.
$ tocsin help
$ tocsin --help
~~
$ tocsin help show
$ tocsin show --help
$ tocsin help shwo
[exit 2]
$ tocsin help --format=pdf
[exit 2]
$ tocsin help show --format=scdoc
$ tocsin --version
