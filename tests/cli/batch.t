# A table of customers.
$ tocsin init
New home: home
$ tocsin import examples/lists/ofac examples/lists/un/consolidated.xml
us_ofac_sdn  ofac-csv
  entities  ~ with 31 names
  scripts   Latin 31
  changes   ~ added, 0 changed, 0 removed, 0 unchanged
  time      ~
un_sc_sanctions  un-xml, version 2026-01-31T00:00:09.554Z
  entities  ~ with 35 names
  scripts   Latin 25, Arabic 5, Han 3, Cyrillic 1, Hangul 1
  changes   ~ added, 0 changed, 0 removed, 0 unchanged
  time      ~
$ tocsin screen --batch examples/customers.csv --output out.csv
20 rows, 9 with a match; ~ s, ~ rows a second
[exit 1]
$ cut -d, -f1-9 out.csv
customer_id,full_name,gender,date_of_birth,nationality,type,branch,match,match_score
C-0001,Ferdik Quentabri,m,14/03/1961,Malta,person,Harbour,true,~
C-0002,"Quentabry, Lirien",f,1974,mt,person,Harbour,true
C-0003,Фердик Алдоус Квентабри,m,14/03/1961,mt,person,Harbour,true,~
C-0004,Kasmar Durazi,m,,Yemen,person,North,true,~
C-0005,Wei Lan Bo,m,02/11/1979,cn,person,North,true,~
C-0006,魏蘭博,,,,person,North,true,~
C-0007,Olmek Veshnarin,m,22/08/1958,Russia,person,North,true,~
C-0008,Brindle Quay Holding SA,,,Germany,company,Harbour,true,~
C-0009,M/V Marrowind,,,Panama,vessel,Harbour,true,~
C-0010,Mohamed el Zarouqani,m,19/01/1986,ly,person,"Old Town, West",false
C-0011,Shchepan Vzhelkovich,m,30/06/1971,Poland,person,"Old Town, West",false
C-0012,Sotaro Hibimura,m,1969,Japan,person,North,false,
C-0013,Narwik Ostroumzew,m,1993,ru,person,North,false,
C-0014,Ferdinand Quarrington,m,07/05/1961,gb,person,Harbour,false,
C-0015,Liriane Osterwald,f,12/12/1999,de,person,Harbour,false,
C-0016,Anna Brindlemann,f,01/09/1987,at,person,"Old Town, West",false
C-0017,Qasim Durrani,m,23/04/1995,pk,person,North,false,
C-0018,Tobias Wellenkamp,m,17/10/1978,de,person,North,false,
C-0019,Marrow & Winder LLP,,,gb,company,Harbour,false,
C-0020,Bodan Tharnwick,m,30/12/1958,Ireland,person,Harbour,false,
$ head -n 2 out.csv
customer_id,full_name,gender,date_of_birth,nationality,type,branch,match,match_score,match_id,match_caption,match_datasets,match_reasons
C-0001,Ferdik Quentabri,m,14/03/1961,Malta,person,Harbour,true,~,ofac-90001,Ferdik Aldous QUENTABRY,us_ofac_sdn,~
# Every match, on standard output, with separators as in the table.
$ tocsin screen --batch examples/guests.csv --output - --all --map full_name=Gast --map date_of_birth=Tag
Nr;Gast;Tag;Zimmer;match;match_score;match_id;match_caption;match_datasets;match_reasons
1;Lirien Ostvane;1974;12;true;~;ofac-90011;Lirien Maud OSTVANE;us_ofac_sdn;~
2;"Qasmar bin Yultan al-Dhurazi";;14;true;~;ofac-90005;Qasmar Yultan AL-DHURAZI;us_ofac_sdn;~
2;"Qasmar bin Yultan al-Dhurazi";;14;true;~;unsc-9900003;QASMAR YULTAN HARB AL-DHURAZI;un_sc_sanctions;~
3;Ottoline Vanterpost;03/04/1982;15;false;;;;;
4;Anzel Pelgrove;09/09/1966;16;true;~;ofac-90013;Anzel PELLGROVE;us_ofac_sdn;~
4;Anzel Pelgrove;09/09/1966;16;true;~;unsc-9900009;ANZEL PELLGROVE;un_sc_sanctions;~
4 rows, 3 with a match; ~ s, ~ rows a second
[exit 1]
$ tocsin screen --batch examples/guests.csv --output guests.csv
tocsin: no column of the table holds a name; say which one does with --map
        full_name=HEADING
[exit 2]
$ tocsin screen --batch examples/customers.csv --output out.csv --dataset un_sc_sanctions --threshold 1 --threads 1 --json
{"rows":20,"matched":2,"left_out":0,"not_screened":0,"seconds":~}
[exit 1]
# A row that says nothing to search for is not cleared.
$ sh -c 'printf "id,name,birth date\n1,,1961\n2,?!,\n3,Ottoline Vanterpost,\n" >gaps.csv'
$ tocsin screen --batch gaps.csv --output -
line 2: not screened: no name with a letter or digit in it, and no identifier
id,name,birth date,match,match_score,match_id,match_caption,match_datasets,match_reasons
1,,1961,,,,,,
2,?!,,,,,,,
3,Ottoline Vanterpost,,false,,,,,
3 rows, 0 with a match; ~ s, ~ rows a second
2 rows have nothing to screen
$ tocsin screen --batch gaps.csv --output gaps-out.csv --json
{"rows":3,"matched":0,"left_out":0,"not_screened":2,"seconds":~}
# Names that a spreadsheet would run as a formula are defused; the customer's own columns are not.
$ sh -c 'printf "id,full_name,type\n=L-1,\"=HYPERLINK(\"\"http://maren.example\"\",\"\"Quillharbour\"\")\",company\n+L-2,+Plus Trading,company\n" >traps.csv'
$ tocsin import traps.csv
~~
$ sh -c 'printf "no,name,type\n1,\"=HYPERLINK(\"\"http://maren.example\"\",\"\"Quillharbour\"\")\",company\n=2,+Plus Trading,company\n" >trapped.csv'
$ tocsin screen --batch trapped.csv --output - --dataset traps
no,name,type,match,match_score,match_id,match_caption,match_datasets,match_reasons
1,"=HYPERLINK(""http://maren.example"",""Quillharbour"")",company,true,~,'=L-1,"'=HYPERLINK(""http://maren.example"",""Quillharbour"")",traps,"Name +~"
=2,+Plus Trading,company,true,~,'+L-2,'+Plus Trading,traps,Name +~
2 rows, 2 with a match; ~ s, ~ rows a second
[exit 1]
# What does not go together.
$ tocsin screen --batch examples/customers.csv
tocsin: --batch wants --output FILE (- for standard output)
[exit 2]
$ tocsin screen Quentabry --batch examples/customers.csv --output -
tocsin: 'Quentabry' beside --batch: the names come from the table
[exit 2]
$ tocsin screen --batch examples/customers.csv --output examples/customers.csv
tocsin: --output is the same file as --batch
[exit 2]
$ tocsin screen --batch examples/customers.csv --output x.csv --country mt
tocsin: --country beside --batch: that comes from the table
[exit 2]
# A table that breaks off leaves no result behind.
$ cp examples/customers.csv broken.csv
$ sed -i '5s/$/,"open/' broken.csv
$ tocsin screen --batch broken.csv --output broken-out.csv
tocsin: broken.csv:5: the row has 8 fields, the heading 7
[exit 3]
$ ls broken-out.csv
ls: cannot access 'broken-out.csv': No such file or directory
[exit 2]
$ tocsin screen --batch missing.csv --output broken-out.csv
tocsin: missing.csv: cannot open: no such file
[exit 3]
