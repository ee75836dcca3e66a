#!/bin/sh
# Shows what tocsin does, with invented people: demo.sh PROGRAM [--once]
#
# Makes a home in a temporary folder, loads the four lists of examples/lists, asks for five people
# and ships, lets one answer be explained, and screens a table of customers. With --once it ends
# there; without, it serves the same lists over HTTP, console included, until it is interrupted. The
# home is removed at the end. What it prints is the same every time, but for the dates
# (SOURCE_DATE_EPOCH stops the clock).
set -eu

[ $# -ge 1 ] || {
    echo "usage: demo.sh PROGRAM [--once]" >&2
    exit 2
}
program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
once=${2:-}
cd "$(dirname "$0")/.."

home=$(mktemp -d "${TMPDIR:-/tmp}/tocsin-demo-XXXXXX")
server=
trap '[ -z "$server" ] || { kill "$server" 2>/dev/null; wait "$server"; }; rm -rf "$home"' EXIT
trap 'exit 1' INT TERM HUP
TOCSIN_HOME=$home/home
export TOCSIN_HOME

bold=
dim=
plain=
if [ -t 1 ] && [ "${TERM:-dumb}" != dumb ] && [ -z "${NO_COLOR:-}" ]; then
    bold=$(printf '\033[1m')
    dim=$(printf '\033[2m')
    plain=$(printf '\033[0m')
fi

# A heading, and what there is to see.
say() {
    printf '\n%s%s%s\n' "$bold" "$1" "$plain"
    shift
    [ $# -eq 0 ] || printf '%s\n' "$@"
}

# tocsin COMMAND-LINE: shows it and runs it. Screening says by status 1 that it found something.
tocsin() {
    printf '\n%s$ tocsin %s%s\n' "$dim" "$1" "$plain"
    eval "set -- $1"
    status=0
    "$program" "$@" || status=$?
    [ "$status" -le 1 ] || exit "$status"
}

# The same without the words that say how long it took.
without_times() {
    tocsin "$1" >"$home/out" 2>&1 || {
        status=$?
        cat "$home/out"
        exit "$status"
    }
    sed -e '/^  time  /d' -e 's/; [0-9.]* s, .*//' -e "s|$home/||" "$home/out"
}

# The columns of a screened table that fit on a screen.
short() {
    LC_ALL=C awk '
    function cut_row(line,    n, quoted, i, c) {
        n = 1
        for (i = 1; i <= 20; i++)
            field[i] = ""
        for (i = 1; i <= length(line); i++) {
            c = substr(line, i, 1)
            if (c == "\"")
                quoted = !quoted
            else if (c == "," && !quoted)
                n++
            else
                field[n] = field[n] c
        }
    }
    NR == 1 {
        cut_row($0)
        for (i = 1; i <= 20; i++)
            at[field[i]] = i
        next
    }
    {
        cut_row($0)
        line = "  " field[at["customer_id"]] "  "
        if (field[at["match"]] == "true")
            print line field[at["match_score"]] "  " field[at["full_name"]] " = " \
                field[at["match_caption"]] " (" field[at["match_id"]] ")"
        else
            print line "     -  " field[at["full_name"]]
    }' "$1"
}

say "1. A home, and four lists in it" \
    "The lists have the forms in which OFAC, the United Nations and OpenSanctions publish theirs; the" \
    "fourth is a plain table. Everyone on them is invented."
tocsin init >/dev/null
without_times "import examples/lists/ofac examples/lists/un/consolidated.xml"
without_times "import examples/lists/ftm/entities.ftm.json --dataset maren_register"
without_times "import examples/lists/own/house_ban.csv"
tocsin "datasets"

say "2. Another script" \
    "The lists have this name in Latin letters only. It is asked for in Cyrillic ones."
tocsin "screen --name 'Анзель Пеллгров' --limit 1"

say "3. Slips of the pen" \
    "Every difference has its cost. Two letters swapped are not quite one slip of the pen. The year of birth agrees."
tocsin "screen 'Lirien Osvtane' --birth-date 1974 --limit 1"

say "4. Another one of the same given name" \
    "Ketilsdóttir says whose daughter she is, and it is not Hrafndís. The name is half the same and the" \
    "person another. --below shows what came nearest."
tocsin "screen 'Sæunn Ketilsdóttir' --below --limit 1"

say "5. A ship" \
    "The name is misspelt; the IMO number is right, and its check digit holds."
tocsin "screen 'M/V Marowind' --schema Vessel --property imoNumber=9999993 --limit 1"

say "6. Someone who is not listed"
tocsin "screen 'Ottoline Vanterpost' --birth-date 1982-04-03"

say "7. Why not?" \
    "Any verdict can be replayed step by step, found or not, from the line of the file to the score."
tocsin "explain 'Sæunn Ketilsdóttir' H-12"

say "8. All customers at once" \
    "The table keeps its columns and gets more: match, score, id, and the reasons in words."
without_times "screen --batch examples/customers.csv --output $home/screened.csv"
short "$home/screened.csv"

if [ "$once" = --once ]; then
    say "That is it" \
        "The lists were loaded into a folder that is gone now. To keep one:" \
        "" \
        "  build/tocsin init" \
        "  build/tocsin import examples/lists/ofac" \
        "  build/tocsin screen 'Ferdik Quentabri'" \
        "" \
        "docs/lists.md says where the real lists are published, README.md what else there is."
    exit 0
fi

say "9. The console" \
    "The same lists, for people with a browser and for programs. It runs until you press Ctrl-C; the" \
    "folder with the lists goes then, too. Alerts between authorities are not there yet."
printf '\n%s$ tocsin serve --no-auth%s\n' "$dim" "$plain"
# Another node may be there already: then any free port.
listen=127.0.0.1:8470
"$program" serve --no-auth --listen "$listen" 2>"$home/log" & server=$!
trap 'kill "$server" 2>/dev/null; exit 0' INT TERM HUP
wait "$server" || {
    grep -q 'Address already in use' "$home/log" || {
        cat "$home/log" >&2
        exit 3
    }
    "$program" serve --no-auth --listen 127.0.0.1:0 2>"$home/log" & server=$!
    wait "$server"
}
