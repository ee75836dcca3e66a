# Files that are not right, as a person meets them: what is wrong, and where.
$ tocsin init
New home: home
# Cut short: XML, JSON lines, a table, gzip.
$ sh -c 'head -c 3000 examples/lists/un/consolidated.xml >cut.xml'
$ tocsin import cut.xml
tocsin: cut.xml:48:78: the file ends before its last element: is it cut short?
[exit 3]
$ sh -c 'head -c 700 examples/lists/ftm/entities.ftm.json >cut.ftm.json'
$ tocsin import cut.ftm.json
tocsin: cut.ftm.json:2: the file ends inside an entity: is it cut short?
          because: cut.ftm.json:2:35: not JSON: premature end of input near '"12
        '
[exit 3]
$ sh -c 'head -c 350 examples/lists/own/house_ban.csv >cut.csv'
$ tocsin import cut.csv
tocsin: cut.csv:6: the row has 2 fields, the heading row 8: the first that is
        missing is 'alias'
[exit 3]
$ sh -c 'gzip -c examples/lists/un/consolidated.xml | head -c 900 >cut.xml.gz'
$ tocsin import cut.xml.gz
tocsin: cut.xml.gz: the gzip data is cut short after 900 bytes
[exit 3]
# Another encoding than the file says, or than it can have.
$ sh -c 'printf "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<CONSOLIDATED_LIST dateGenerated=\"2026-01-31\">\n<INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID>\n<FIRST_NAME>Qu\351ntabry</FIRST_NAME></INDIVIDUAL></INDIVIDUALS><ENTITIES/></CONSOLIDATED_LIST>\n" >latin.xml'
$ tocsin import latin.xml
tocsin: latin.xml:4:15: bytes that are not UTF-8: is it in another encoding than
        it says?
[exit 3]
$ sh -c 'printf "<?xml version=\"1.0\" encoding=\"EBCDIC-INT\"?>\n<CONSOLIDATED_LIST/>\n" >ebcdic.xml'
$ tocsin import ebcdic.xml
tocsin: ebcdic.xml:1: the encoding 'EBCDIC-INT' is not supported
[exit 3]
$ sh -c 'printf "{\"id\":\"q-1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Qu\351ntabry\"]}}\n" >latin.ftm.json'
$ tocsin import latin.ftm.json
tocsin: latin.ftm.json:1:55: not JSON: unable to decode byte 0xe9 near '"Qu'
[exit 3]
# Text that was read in the wrong encoding before it came here is kept and told.
$ sh -c 'printf "id,full_name\nq-1,Qu\303\203\302\251ntabry\n" >mojibake.csv'
$ tocsin import mojibake.csv
note: mojibake.csv: line 2: full_name: text that looks like UTF-8 read as
  Windows-1252
mojibake  persons-csv
  entities  ~ with 1 names
  scripts   Latin 1
  changes   ~ added, 0 changed, 0 removed, 0 unchanged
  time      ~
# Entities: a bomb, and a file of this machine.
$ sh -c 'printf "<?xml version=\"1.0\"?>\n<!DOCTYPE b [<!ENTITY a \"aaaaaaaaaa\">\n<!ENTITY c \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>\n<CONSOLIDATED_LIST>&c;</CONSOLIDATED_LIST>\n" >bomb.xml'
$ tocsin import bomb.xml
tocsin: bomb.xml:2:13: <!DOCTYPE is refused, and with it every entity that it
        declares: no published list needs one
[exit 3]
$ sh -c 'printf "<!DOCTYPE b [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>\n<b>&a;</b>\n" >external.xml'
$ tocsin import external.xml
tocsin: external.xml:1:1: <!DOCTYPE is refused, and with it every entity that it
        declares: no published list needs one
[exit 3]
# A line of a gigabyte ends the import at its 64 MiB; packed, so that no disk need hold it.
$ sh -c 'head -c 1073741824 /dev/zero | tr "\0" a | gzip -1 >line.gz'
$ sh -c '{ printf "id,full_name\nq-1," | gzip; cat line.gz; } >long.csv.gz'
$ tocsin import long.csv.gz
tocsin: long.csv.gz:2: LIMIT_LINE: a line longer than 67108864 bytes
[exit 3]
$ sh -c '{ printf "{\"id\":\"q-1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"" | gzip; cat line.gz; } >long.ftm.json.gz'
$ tocsin import long.ftm.json.gz
tocsin: long.ftm.json.gz:1: LIMIT_LINE: a line longer than 67108864 bytes
[exit 3]
$ sh -c '{ printf "<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><DATAID>" | gzip; cat line.gz; } >long.xml.gz'
$ tocsin import long.xml.gz
tocsin: long.xml.gz:1:~: LIMIT_FIELD: the text of an element is longer
        than 1 MiB
[exit 3]
# Nested ten thousand deep.
$ sh -c '{ echo "<CONSOLIDATED_LIST>"; yes "<a>" | head -n 10000; } >deep.xml'
$ tocsin import deep.xml
tocsin: deep.xml:65:3: LIMIT_XML_DEPTH: elements are nested too deep
[exit 3]
$ sh -c '{ printf "{\"id\":\"q-1\",\"schema\":\"Person\",\"properties\":{},\"x\":"; yes "[" | head -n 10000 | tr -d "\n"; yes "]" | head -n 10000 | tr -d "\n"; echo "}"; } >deep.ftm.json'
$ tocsin import deep.ftm.json
tocsin: deep.ftm.json:1:2098: LIMIT_JSON_DEPTH: nested too deep
[exit 3]
# NUL bytes.
$ sh -c 'printf "id,full_name\nq-1,Ferdik\000Quentabry\n" >nul.csv'
$ tocsin import nul.csv
tocsin: nul.csv:2:11: a NUL byte; is this text?
[exit 3]
$ sh -c 'printf "{\"id\":\"q-1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Fer\000dik\"]}}\n" >nul.ftm.json'
$ tocsin import nul.ftm.json
tocsin: nul.ftm.json:1:56: not JSON: control character 0x0 near '"Fer'
[exit 3]
$ sh -c 'printf "<CONSOLIDATED_LIST>\n<a>\000</a></CONSOLIDATED_LIST>\n" >nul.xml'
$ tocsin import nul.xml
tocsin: nul.xml:2:4: a NUL byte; is this text?
[exit 3]
# A table with a column, or a row with a field, too few.
$ sh -c 'printf "id,date_of_birth\nq-1,1961\n" >nameless.csv'
$ tocsin import nameless.csv
tocsin: nameless.csv: no known format: it looks like text without a heading row
        that names a person
[exit 3]
$ sh -c 'printf "id,full_name,date_of_birth\nq-1,Ferdik Quentabry,1961\nq-2,Orsola Vantrieste\n" >short.csv'
$ tocsin import short.csv
tocsin: short.csv:3: the row has 2 fields, the heading row 3: the first that is
        missing is 'date_of_birth'
[exit 3]
$ sh -c 'printf "q-1,quentabry\n" >sdn.csv'
$ tocsin import sdn.csv --format ofac-csv
note: sdn.csv: no companion alt.csv: its names or addresses are missing
note: sdn.csv: no companion add.csv: its names or addresses are missing
tocsin: sdn.csv:1: the row has 2 fields, not 12
[exit 3]
# The same id twice.
$ sh -c 'printf "id,full_name\nq-1,Ferdik Quentabry\nq-2,Orsola Vantrieste\nq-1,Tamsin Orlow\n" >twice.csv'
$ tocsin import twice.csv
tocsin: twice.csv:4: id: the id 'q-1' occurs twice, first in line 2
[exit 3]
$ tocsin import twice.csv --skip-bad 1
left out: twice.csv:4: id: the id 'q-1' occurs twice, first in line 2
twice  persons-csv
  entities  2 with 2 names
  scripts   Latin 2
  changes   ~ added, 0 changed, 0 removed, 0 unchanged
  left out  1 that cannot be read
  time      ~
# A date that is none, in a table of one's own and in a list that is merged from others.
$ sh -c 'printf "id,full_name,date_of_birth\nq-1,Ferdik Quentabry,31 Feb 1961\n" >date.csv'
$ tocsin import date.csv
tocsin: date.csv:2: date_of_birth: '31 Feb 1961' is no date
[exit 3]
$ sh -c 'printf "{\"id\":\"q-1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Ferdik Quentabry\"],\"birthDate\":[\"1961-02-30\"],\"country\":[\"zz\"]}}\n" >odd.ftm.json'
$ tocsin import odd.ftm.json
note: odd.ftm.json:1: properties.birthDate[0]: '1961-02-30' is no date; kept as
  text
note: values not understood: 1
odd  ftm
  entities  ~ with 1 names
  scripts   Latin 1
  changes   ~ added, 0 changed, 0 removed, 0 unchanged
  time      ~
# Codes that are not known.
$ sh -c 'printf "id,full_name,nationality,gender\nq-1,Ferdik Quentabry,Marenia,sailor\n" >codes.csv'
$ tocsin import codes.csv
note: codes.csv: nationality: 'Marenia' is no country that is known; kept as a
  note
note: codes.csv: gender: 'sailor' is no gender that is known; kept as a note
codes  persons-csv
  entities  ~ with 1 names
  scripts   Latin 1
  changes   ~ added, 0 changed, 0 removed, 0 unchanged
  time      ~
$ sh -c 'printf "{\"id\":\"q-1\",\"schema\":\"Keel\",\"properties\":{}}\n" >schema.ftm.json'
$ tocsin import schema.ftm.json
tocsin: schema.ftm.json:1:22: schema: unknown schema 'Keel'
[exit 3]
# Nothing, and no file.
$ sh -c ': >empty.csv'
$ tocsin import empty.csv
tocsin: empty.csv: the file is empty
[exit 3]
$ mkdir folder
$ tocsin import folder
tocsin: folder: the folder 'folder' holds no known set of files (sdn.csv with
        its companions, or cons_prim.csv); name one file
[exit 3]
$ tocsin import /dev/null
tocsin: /dev/null: '/dev/null' is not a regular file
[exit 3]
# A file to which somebody is writing.
$ sh -c 'touch go; cp examples/lists/own/house_ban.csv moving.csv; (while [ -e go ]; do echo >>moving.csv; done) & sleep 0.2; tocsin import moving.csv; status=$?; rm go; wait; exit $status'
tocsin: moving.csv: the file was changed while it was read
[exit 3]
# Of the files that were refused nothing is left.
$ tocsin datasets
dataset   entities  targets  names  version  imported
codes            1        0      1  -        2026-01-31 23:00
mojibake         1        0      1  -        2026-01-31 23:00
odd              1        0      1  -        2026-01-31 23:00
twice            2        0      2  -        2026-01-31 23:00
$ tocsin check
No findings: store, sources and index are whole
