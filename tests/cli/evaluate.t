# Labelled pairs through the scoring.
$ tocsin evaluate examples/pairs.csv
At threshold 0.70
     pairs  matches  found  false  missed  precision  recall     F1
all ~

threshold  found  false  precision  recall     F1
     0.50 ~
     0.55 ~
     0.60 ~
     0.65 ~
     0.70 ~
     0.75 ~
     0.80 ~
     0.85 ~
     0.90 ~
     0.95 ~
     1.00 ~

quality  mean score of matches  pairs  of others  pairs
STRONG ~
MEDIUM ~

Full score of 1.0 for names that differ: ~ (~ of 12 pairs)
How common words are: from the program alone
~ s, ~ pairs a second
$ tocsin evaluate examples/pairs.csv --by schema --threshold 0.9 --output scored.csv --no-home
At threshold 0.90
     pairs  matches  found  false  missed  precision  recall     F1
all ~

schema   pairs  matches  found  false  missed  precision  recall     F1
Person ~
Company ~
Vessel ~

threshold  found  false  precision  recall     F1
     0.50 ~
     0.55 ~
     0.60 ~
     0.65 ~
     0.70 ~
     0.75 ~
     0.80 ~
     0.85 ~
     0.90 ~
     0.95 ~
     1.00 ~

quality  mean score of matches  pairs  of others  pairs
STRONG ~
MEDIUM ~

Full score of 1.0 for names that differ: ~ (~ of 12 pairs)
How common words are: from the program alone
~ s, ~ pairs a second
$ cut -d, -f1-5,7 scored.csv
schema,name1,name2,is_match,quality,predicted
Person,Ferdik Quentabry,Ferdik Quentabri,true,STRONG,true
Person,Ferdik Aldous Quentabry,"QUENTABRY, Ferdik Aldous",true,~
Person,Фердик Квентабри,Ferdik Quentabry,true,STRONG,true
Person,魏兰博,Wei Lanbo,true,MEDIUM,true
Person,قصمار الضرازي,Qasmar al-Dhurazi,true,MEDIUM,true
Person,Ferdik Quentabry,Ottoline Vanterpost,false,STRONG,false
Person,Lirien Ostvane,Anzel Pellgrove,false,STRONG,false
Person,Lirien Maud Ostvane,Lirien Edda Pellgrove,false,MEDIUM,false
Company,Brindle Quay Holdings S.A.,BRINDLE QUAY HOLDINGS SA,true,STRONG,true
Company,Hargenvoll Trading FZE,Hargenvoll General Trading,true,MEDIUM,false
Company,Brindle Quay Holdings S.A.,Lantern Row Relief Fund,false,STRONG,false
Vessel,Marrowind,M/V Marrowind,true,STRONG,true
$ tocsin evaluate examples/pairs.csv --json
{"threshold":0.7,"seconds":~,"home":null,"all":{"pairs":12,"matches":8,"found":~,"precision":~,"recall":~,"f1":~},"by":{"quality":{"STRONG":{"pairs":8,~},"sweep":[{"threshold":0.5,~}]}
$ tocsin evaluate examples/pairs.csv --by nothing
tocsin: --by: the table has no column 'nothing'
[exit 2]
$ tocsin evaluate examples/customers.csv
tocsin: examples/customers.csv:1: the table has no column schema (it needs
        schema, name1, name2 and is_match)
[exit 3]
$ tocsin evaluate examples/pairs.csv --algorithm exact
At threshold 0.70
     pairs  matches  found  false  missed  precision  recall     F1
all ~

threshold  found  false  precision  recall     F1
     0.50 ~
     0.55 ~
     0.60 ~
     0.65 ~
     0.70 ~
     0.75 ~
     0.80 ~
     0.85 ~
     0.90 ~
     0.95 ~
     1.00 ~

quality  mean score of matches  pairs  of others  pairs
STRONG ~
MEDIUM ~

Full score of 1.0 for names that differ: ~ (~ of 12 pairs)
How common words are: from the program alone
~ s, ~ pairs a second
$ tocsin evaluate examples/pairs.csv --home nowhere
tocsin: no tocsin home at nowhere: run `tocsin init`
[exit 3]
$ cp examples/pairs.csv broken.csv
$ sed -i '3s/true/perhaps/' broken.csv
$ tocsin evaluate broken.csv --output broken-scored.csv
tocsin: broken.csv:3: is_match is 'perhaps', neither true nor false
[exit 3]
$ ls broken-scored.csv
ls: cannot access 'broken-scored.csv': No such file or directory
[exit 2]
