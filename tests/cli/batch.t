# A table of customers.
$ tocsin init
$ tocsin import examples/lists/ofac examples/lists/un/consolidated.xml
$ tocsin screen --batch examples/customers.csv --output out.csv
[exit 1]
$ cut -d, -f1-9 out.csv
$ head -n 2 out.csv
# Every match, on standard output, with separators as in the table.
$ tocsin screen --batch examples/guests.csv --output - --all --map full_name=Gast --map date_of_birth=Tag
[exit 1]
$ tocsin screen --batch examples/guests.csv --output guests.csv
[exit 2]
$ tocsin screen --batch examples/customers.csv --output out.csv --dataset un_sc_sanctions --threshold 1 --threads 1 --json
# What does not go together.
$ tocsin screen --batch examples/customers.csv
[exit 2]
$ tocsin screen Quentabry --batch examples/customers.csv --output -
[exit 2]
$ tocsin screen --batch examples/customers.csv --output examples/customers.csv
[exit 2]
$ tocsin screen --batch examples/customers.csv --output x.csv --country mt
[exit 2]
# A table that breaks off leaves no result behind.
$ cp examples/customers.csv broken.csv
$ sed -i '5s/$/,"open/' broken.csv
$ tocsin screen --batch broken.csv --output broken-out.csv
[exit 3]
$ ls broken-out.csv
[exit 2]
$ tocsin screen --batch missing.csv --output broken-out.csv
[exit 3]
