# What is written from right to left, in lines that go from left to right: < and > are isolates.
$ tocsin init
New home: home
$ tocsin import examples/lists/un/consolidated.xml
~~
$ terminal "tocsin screen 'قصمار يلتان الضرازي'"
1 match at 0.70 or above

~ [~]  MATCH  QASMAR YULTAN HARB AL-DHURAZI
     Person, unsc-9900003, un_sc_sanctions
     +~  Name
            asked   <قصمار يلتان الضرازي>
            listed  <قصمار يلتان حرب الضرازي>
            [<قصمار> = <قصمار>] [<يلتان> = <يلتان>] [<ال> = <ال>] [<ضرازي> = <ضرازي>] [<حرب>: only
            listed, ~] in all ~ slips
[exit 1]
$ terminal "tocsin explain 'قصمار الدرازي' unsc-9900003"
~~
2. Entity
   unsc-9900003, Person
~~
   alias: <قصمار الدرازي>
~~
3. Query
   Person
   name: <قصمار الدرازي>

4. Query words
   name: <قصمار الدرازي>
     <قصمار> (Arabic, read qsmar, ~)
~~
6. Retrieved by
~~
   un_sc_sanctions: <قصمار> reaches <قصمار> (~), qasmar (~
~~
7. Features
   Name (name_match): +~
     asked <قصمار الدرازي>, listed <قصمار الدرازي>
~~
$ terminal "tocsin show unsc-9900003"
QASMAR YULTAN HARB AL-DHURAZI
~~
  alias          <قصمار يلتان حرب الضرازي>
                 Kasmar el Durazi
                 <قصمار الدرازي>
~~
# A terminal that does not know them, and whatever is no terminal, gets none.
$ terminal "TERM=linux tocsin show unsc-9900003"
~~
                 قصمار الدرازي
~~
$ terminal "LC_ALL=C tocsin show unsc-9900003"
~~
                 قصمار الدرازي
~~
$ terminal "tocsin screen 'قصمار الدرازي' --json"
~"detail":"[قصمار = قصمار] [ال = ال] [درازي = درازي] in all 0.00 slips","query":"قصمار الدرازي","candidate":"قصمار الدرازي"~
[exit 1]
$ tocsin explain 'قصمار الدرازي' unsc-9900003
~~
   name: قصمار الدرازي
~~
