# One question after the other.
$ tocsin init
$ tocsin import examples/lists/ofac examples/lists/un/consolidated.xml
$ tocsin screen 'Ferdik Quentabri'
[exit 1]
$ tocsin screen --name 'Фердик Квентабри' --birth-date 14.03.1961 --country mt --dataset un_sc_sanctions
[exit 1]
# A contradiction in the date of birth.
$ tocsin screen 'Ferdik Quentabri' --birth-date 1999-01-02 --gender female
$ tocsin screen 'Ferdik Quentabri' --birth-date 1999-01-02 --gender female --below --limit 1
# Another name altogether.
$ tocsin screen 'Ottoline Vanterpost'
# Ideographs.
$ tocsin screen 魏蘭博 --limit 1
[exit 1]
# A ship by its number, an organisation by its former name.
$ tocsin screen --schema Vessel --property imoNumber=9999993
[exit 1]
$ tocsin screen 'Brindle Key Ltd' --schema Organization --topic sanction
[exit 1]
$ tocsin screen 'Brindle Key Ltd' --schema Organization --topic role.pep
# A document alone.
$ tocsin screen --property passportNumber=X0000417 --limit 1
[exit 1]
$ tocsin screen 'Ferdik Quentabri' --threshold 1
$ tocsin screen 'Ferdik Quentabri' --dataset nowhere
[exit 3]
$ tocsin screen 'Ferdik Quentabri' --algorithm guess
[exit 2]
$ tocsin screen 'Ferdik Aldous Quentabry' --algorithm exact --limit 1
[exit 1]
# A narrow terminal, and colours when they are asked for.
$ env COLUMNS=44 tocsin screen 'Ferdik Quentabri' --limit 1
[exit 1]
$ tocsin screen 'Ottoline Vanterpost' --color always
