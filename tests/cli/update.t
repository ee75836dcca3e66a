# Lists that stay up to date by themselves.
$ tocsin init
New home: home
$ tocsin update
tocsin: --manifest FILE, or the setting update.manifest, says which lists are
        wanted
[exit 2]
$ tocsin update --manifest nowhere.yml
tocsin: nowhere.yml: there is no such file
[exit 3]
$ tocsin update --manifest examples/lists/harbour/manifest.yml --check
harbour  Harbour masters: all notices
  version   20260130060000-abc
  changes   the whole file to load
house_ban  Banned from the house
  changes   the whole file to load
$ tocsin update --manifest examples/lists/harbour/manifest.yml
harbour  Harbour masters: all notices
  version   20260130060000-abc
  changes   the whole file: 3 added, 0 changed, 0 removed
  entities  3
house_ban  Banned from the house
  changes   the whole file: 12 added, 0 changed, 0 removed
  entities  12
$ tocsin datasets
dataset    entities  targets  names  version             imported
harbour           3        3      3  20260130060000-abc  2026-01-31 23:00
house_ban        12        0     19  -                   2026-01-31 23:00
$ tocsin screen 'Ferdik Quentabri' --dataset harbour_watch
No match at 0.70 or above; --below shows what came nearest
Only persons were looked through; --schema Thing looks through all
$ tocsin screen 'Ferdik Quentabri' --dataset harbour_ban
1 match at 0.70 or above

1.00 [##########]  MATCH  Ferdik Quentabri
     Person, hb-1, harbour
     +1.00  Name
            asked   Ferdik Quentabri
            listed  Ferdik Quentabri
            [ferdik = ferdik] [quentabri = quentabri] in all 0.00 slips
[exit 1]
$ cp examples/lists/harbour/index-next.json examples/lists/harbour/index.json
$ tocsin update --manifest examples/lists/harbour/manifest.yml --check --dataset harbour
harbour  Harbour masters: all notices
  version   20260130060000-abc to 20260131060000-def
  changes   1 delta to load
$ tocsin update --manifest examples/lists/harbour/manifest.yml
harbour  Harbour masters: all notices
  version   20260130060000-abc to 20260131060000-def
  changes   1 delta: 1 added, 1 changed, 1 removed
  entities  3
house_ban  Banned from the house
  changes   none: it is up to date
  entities  12
$ tocsin update --manifest examples/lists/harbour/manifest.yml --json
{"updates":[{"dataset":"harbour","title":"Harbour masters: all notices","action":"current","from":"20260131060000-def","to":"20260131060000-def","deltas":0,"added":0,"changed":0,"removed":0,"entities":3,"seconds":~,"problem":null},{"dataset":"house_ban","title":"Banned from the house","action":"current","from":"","to":"","deltas":0,"added":0,"changed":0,"removed":0,"entities":12,"seconds":~,"problem":null}],"notes":[],"bad":[]}
$ tocsin show hw-3 --history
Maren Oldacre
Person, hw-3, harbour_watch, target
  alias     Marena Oldaker
  country   mt
  name      Maren Oldacre
  topics    reg.warn

History
  2026-01-31T23:00:00Z  harbour  added  source ~
  2026-01-31T23:00:00Z  harbour  changed  source ~
    + alias: Marena Oldaker
$ tocsin update --manifest examples/lists/harbour/manifest.yml --full --dataset harbour
harbour  Harbour masters: all notices
  version   20260131060000-def
  changes   the whole file: 0 added, 0 changed, 0 removed
  entities  3
# What fails does not stop the rest.
$ rm examples/lists/harbour/index.json
$ tocsin update --manifest examples/lists/harbour/manifest.yml
examples/lists/harbour/index.json
  failed    examples/lists/harbour/index.json: there is no such file
house_ban  Banned from the house
  changes   none: it is up to date
  entities  12
tocsin: could not be updated: examples/lists/harbour/index.json
[exit 3]
$ tocsin update --manifest examples/lists/harbour/manifest.yml --json
{"updates":[{"dataset":"examples/lists/harbour/index.json","title":"examples/lists/harbour/index.json","action":"failed","from":"","to":"","deltas":0,"added":0,"changed":0,"removed":0,"entities":0,"seconds":~,"problem":{"type":"tag:tocsin,2026:error/not-found","title":"not found","detail":"there is no such file","file":"examples/lists/harbour/index.json"}},{"dataset":"house_ban","title":"Banned from the house","action":"current","from":"","to":"","deltas":0,"added":0,"changed":0,"removed":0,"entities":12,"seconds":~,"problem":null}],"notes":[],"bad":[]}
{"type":"tag:tocsin,2026:error/io","title":"input/output","detail":"could not be updated: examples/lists/harbour/index.json"}
[exit 3]
$ tocsin update --manifest examples/lists/harbour/manifest.yml --dataset nothing
examples/lists/harbour/index.json
  failed    examples/lists/harbour/index.json: there is no such file
tocsin: could not be updated: examples/lists/harbour/index.json
[exit 3]
$ tocsin check
No findings: store, sources and index are whole
