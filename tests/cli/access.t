# Tokens and officers, and who searched for what.
$ tocsin token list
tocsin: no tocsin home at home: run `tocsin init`
[exit 3]
$ tocsin init
New home: home
$ tocsin token list
No tokens: tocsin token add NAME
$ tocsin token add intake
Token intake, viewer, does not expire
Its key, which is shown this once:

    tocsin_~

Keep it like a password: whoever has it may ask.
$ tocsin token add Intake
tocsin: there is a token Intake already; revoke it first
[exit 3]
$ tocsin token add desk --role officer --rate 60/min --burst --expires 2026-12-31 --purpose 'at the desk' --json
{"name":"desk","role":"officer","purpose":"at the desk","rate":60,"burst":true,"created":"2026-01-31T23:00:00Z","expires":"2026-12-31T00:00:00Z","used":null,"revoked":null,"key":"tocsin_~"}
$ tocsin token list
token   role     state   added       last used  ends          rate  purpose
desk    officer  in use  2026-01-31  -          2026-12-31  60/min  at the desk
intake  viewer   in use  2026-01-31  -          -                -  -
$ tocsin token revoke INTAKE
The key of INTAKE is worth nothing any more
$ tocsin token revoke intake
tocsin: no token in use is called intake
[exit 3]
$ tocsin token revoke desk --json
{"name":"desk","revoked":"2026-01-31T23:00:00Z"}
$ tocsin token list --json
{"tokens":[{"name":"desk",~"revoked":"2026-01-31T23:00:00Z"},{"name":"intake","role":"viewer","purpose":"","rate":0,"burst":false,"created":"2026-01-31T23:00:00Z","expires":null,"used":null,"revoked":"2026-01-31T23:00:00Z"}]}
# What is not understood.
$ tocsin token
tocsin: token wants add|list|revoke [NAME]; see `tocsin help token`
[exit 2]
$ tocsin token revok desk
tocsin: token: no 'revok'; did you mean 'revoke'?
[exit 2]
$ tocsin token zzz
tocsin: token: no 'zzz'; see `tocsin help token`
[exit 2]
$ tocsin token add
tocsin: token add wants a NAME
[exit 2]
$ tocsin token list desk
tocsin: token list: 'desk' is one argument too many
[exit 2]
$ tocsin token list --role admin
tocsin: token list takes no --role
[exit 2]
$ tocsin token add 'two words'
tocsin: a name here has letters a-z, digits and . _ - @ between them, 64 at most
[exit 2]
$ tocsin token add x --role emperor
tocsin: --role: 'emperor' is none of: viewer analyst officer supervisor admin
        auditor
[exit 2]
$ tocsin token add x --rate 0
tocsin: --rate: write 600/min, from 1 to 6000000
[exit 2]
$ tocsin token add x --rate 10/s
tocsin: --rate: write 600/min, from 1 to 6000000
[exit 2]
$ tocsin token add x --burst
tocsin: without a rate there is nothing to burst
[exit 2]
$ tocsin token add x --expires soon
tocsin: soon is no time: write 2026-12-31, 2026-12-31T08:00:00Z, 12h, 90d or 4w
[exit 2]
$ tocsin token add x --expires 2025-01-01
tocsin: the token would have expired already
[exit 2]
# Officers. Standard input is no terminal here.
$ tocsin officer list
No officers: tocsin officer add NAME --role ROLE
$ tocsin officer add maren
tocsin: which role? --role is one of: viewer analyst officer supervisor admin
        auditor
[exit 2]
$ tocsin officer add maren --role viewer
tocsin: no password on standard input
[exit 2]
$ sh -c 'echo short | tocsin officer add maren --role viewer'
tocsin: the password must have 12 characters or more
[exit 2]
$ sh -c 'echo MarenMarenMaren | tocsin officer add maren --role viewer'
tocsin: the password is what anybody would try first: choose another one
[exit 2]
$ sh -c 'echo three grey geese at dawn | tocsin officer add maren --role viewer'
maren may log in as viewer
$ sh -c 'echo three grey geese at dawn | tocsin officer add MAREN --role viewer'
tocsin: there is an officer maren already
[exit 3]
$ sh -c 'printf "six mild swans at noon" | tocsin officer password maren'
maren has a new password and must log in again
$ tocsin officer role maren --role auditor --json
{"name":"maren","done":"role"}
$ tocsin officer list --json
{"officers":[{"name":"maren","role":"auditor","created":"2026-01-31T23:00:00Z","changed":"2026-01-31T23:00:00Z"}]}
$ tocsin officer password nobody
tocsin: no password on standard input
[exit 2]
$ tocsin officer remove nobody
tocsin: there is no officer nobody
[exit 3]
$ tocsin check
No findings: store, sources and index are whole
$ tocsin officer remove maren
maren may no longer log in
# Nothing is recorded without a server.
$ tocsin searches
No searches are recorded
$ tocsin searches --who maren --since 2026-01-01 --limit 5 --json
{"searches":[]}
$ tocsin searches --since yesterday
tocsin: yesterday is no time: write 2026-12-31, 2026-12-31T08:00:00Z, 12h, 90d
        or 4w
[exit 2]
# A file that is none is found.
$ cp examples/lists/own/house_ban.csv home/people.db
$ tocsin check
~~
1 finding
[exit 3]
