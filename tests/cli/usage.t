# What is said when the command line is not understood.
$ tocsin
tocsin: no command; `tocsin help` lists them
[exit 2]
$ tocsin sceen Quentabry
tocsin: no command 'sceen'; did you mean 'screen'?
[exit 2]
$ tocsin dance
tocsin: no command 'dance'; `tocsin help` lists them
[exit 2]
$ tocsin screen --treshold 0.8 Quentabry
tocsin: screen has no option --treshold; did you mean --threshold?
[exit 2]
$ tocsin screen --treshold 0.8 Quentabry --json
{"type":"~usage","title":"usage","detail":"screen has no option --treshold; did you mean --threshold?"}
[exit 2]
$ tocsin screen Ferdik Quentabry
tocsin: screen: 'Quentabry' is one argument too many; names of several words go
        in quotes
[exit 2]
$ tocsin screen
tocsin: nothing is asked for: give a NAME, or options such as --name,
        --id-number, --property
[exit 2]
$ tocsin screen ''
tocsin: nothing is asked for: there is no name with a letter or digit in it, and
        no identifier
[exit 2]
$ tocsin screen '?!' --birth-date 1961 --country mt
tocsin: nothing is asked for: there is no name with a letter or digit in it, and
        no identifier
[exit 2]
$ tocsin screen X --schema Persn
tocsin: --schema: unknown schema 'Persn'; did you mean 'Person'?
[exit 2]
$ tocsin screen X --birth-date 'the day before'
tocsin: --birth-date: birthDate: 'the day before' is not a date~
~~
[exit 2]
$ tocsin screen X --country Quentabria
tocsin: --country: country: 'Quentabria' is not a country or its code
[exit 2]
$ tocsin screen X --property imoNumber
tocsin: --property wants NAME=VALUE, not 'imoNumber'
[exit 2]
$ tocsin screen X --property birthDat=1961
tocsin: --property: a Person has no property 'birthDat'; did you mean
        'birthDate'?
[exit 2]
$ tocsin screen X --threshold 70
tocsin: --threshold: 70 is not between 0.01 and 1
[exit 2]
$ tocsin screen X --output out.csv
tocsin: --output goes with --batch
[exit 2]
$ tocsin screen X --color sometimes
tocsin: --color: 'sometimes' is none of: always auto never
[exit 2]
$ tocsin import
tocsin: import wants PATH...; see `tocsin help import`
[exit 2]
$ tocsin import examples/lists/ofac examples/lists/un --dataset one
tocsin: --dataset names one list, but there are 2 files
[exit 2]
# Without a home every command says how to make one.
$ tocsin datasets
tocsin: no tocsin home at home: run `tocsin init`
[exit 3]
$ tocsin screen Quentabry
tocsin: no tocsin home at home: run `tocsin init`
[exit 3]
$ tocsin import examples/lists/ofac
tocsin: no tocsin home at home: run `tocsin init`
[exit 3]
$ tocsin show ofac-90001 --json
{"type":"~not-found","title":"not found","detail":"no tocsin home at home: run `tocsin init`"}
[exit 3]
