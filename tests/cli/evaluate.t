# Labelled pairs through the scoring.
$ tocsin evaluate examples/pairs.csv
$ tocsin evaluate examples/pairs.csv --by schema --threshold 0.9 --output scored.csv --no-home
$ cut -d, -f1-5,7 scored.csv
$ tocsin evaluate examples/pairs.csv --json
$ tocsin evaluate examples/pairs.csv --by nothing
[exit 2]
$ tocsin evaluate examples/customers.csv
[exit 3]
$ tocsin evaluate examples/pairs.csv --algorithm exact
$ tocsin evaluate examples/pairs.csv --home nowhere
[exit 3]
$ cp examples/pairs.csv broken.csv
$ sed -i '3s/true/perhaps/' broken.csv
$ tocsin evaluate broken.csv --output broken-scored.csv
[exit 3]
$ ls broken-scored.csv
[exit 2]
