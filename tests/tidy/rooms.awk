# SPDX-License-Identifier: Apache-2.0
#
# Checks the rooms of src/ against the table in ARCHITECTURE.md. Read in this order:
#
#   ARCHITECTURE.md           the table: room | may use | door | libraries | sentence
#   meson.build               rooms = [...]: the same rooms in the same order
#   tests/unit/meson.build    stands_on = {...}: for each room all that stands below it
#   src/*/meson.build         names of headers that are made during the build
#   src/**                    every #include
#
# What is found is printed as "room <tab> place: sentence"; what belongs to no room, as "table".
# Nothing else is printed.

function found(room, place, sentence) {
    print room "\t" place ": " sentence
}

function trim(text) {
    sub(/^[ \t]+/, "", text)
    sub(/[ \t]+$/, "", text)
    return text
}

function exists(path,    line, there) {
    if (!(path in seen)) {
        there = (getline line < path) >= 0
        close(path)
        seen[path] = there
    }
    return seen[path]
}

# ---- ARCHITECTURE.md -----------------------------------------------------------------------------

# The words of a cell, into set[room, word]; "-" is none.
function words_of(cell, set, room,    n, i, word) {
    n = split(trim(cell), word, /[ \t]+/)
    for (i = 1; i <= n; i++)
        if (word[i] != "-" && word[i] != "")
            set[room, word[i]] = FNR
}

FILENAME ~ /ARCHITECTURE\.md$/ && /^\| *room *\|/ {
    in_table = 1
    if ($0 !~ /^\| *room *\| *may use *\| *door *\| *libraries *\|/)
        found("table", FILENAME ":" FNR, "the columns must be room, may use, door, libraries")
    next
}
in_table && !/^\|/ { in_table = 0 }
in_table && /^\|[-: |]+$/ { next }
in_table {
    split($0, cell, "|")
    room = trim(cell[2])
    if (room in rank)
        found("table", FILENAME ":" FNR, "room " room " stands here twice")
    rank[room] = ++rooms_n
    order[rooms_n] = room
    if (trim(cell[6]) == "")
        found(room, FILENAME ":" FNR, "no sentence says what the room is")
    words_of(cell[3], uses, room)
    words_of(cell[4], door, room)
    words_of(cell[5], library, room)
    next
}

# After the table is known: rooms below, all the way down; doors that exist; nothing upwards.
function close_table(    i, j, room, other, key, part) {
    table_closed = 1
    for (key in uses) {
        split(key, part, SUBSEP)
        if (!(part[2] in rank))
            found(part[1], "ARCHITECTURE.md:" uses[key], "there is no room " part[2])
        else if (rank[part[2]] >= rank[part[1]])
            found(part[1], "ARCHITECTURE.md:" uses[key],
                  "may not use " part[2] ", which stands above it")
    }
    for (key in door) {
        split(key, part, SUBSEP)
        if (!exists("src/" part[1] "/" part[2]))
            found(part[1], "ARCHITECTURE.md:" door[key], "there is no door " part[2])
    }
    for (i = 1; i <= rooms_n; i++)
        for (j = i - 1; j >= 1; j--) {
            room = order[i]
            other = order[j]
            if ((room, other) in uses)
                below[room, other] = 1
            for (key in rank)
                if (((room, other) in below) && ((other, key) in below))
                    below[room, key] = 1
        }
}

FNR == 1 && FILENAME !~ /ARCHITECTURE\.md$/ && !table_closed { close_table() }

# ---- what the build says --------------------------------------------------------------------------

function quoted(text, list,    n) {
    n = 0
    while (match(text, /'[^']*'/)) {
        list[++n] = substr(text, RSTART + 1, RLENGTH - 2)
        text = substr(text, RSTART + RLENGTH)
    }
    return n
}

FILENAME == "meson.build" && /^rooms = \[/ {
    rooms_said = 1
    n = quoted($0, list)
    for (i = 1; i <= n || i <= rooms_n; i++)
        if (list[i] != order[i] || i > n) {
            found("table", FILENAME ":" FNR, "the rooms are not those of ARCHITECTURE.md in their order")
            break
        }
    next
}

FILENAME == "tests/unit/meson.build" && /^stands_on = \{/ { in_stands = 1; next }
in_stands && /^\}/ { in_stands = 0 }
in_stands {
    n = quoted($0, list)
    room = list[1]
    stands_said[room] = 1
    delete said
    for (i = 2; i <= n; i++) {
        said[list[i]] = 1
        if (!((room, list[i]) in below))
            found(room, FILENAME ":" FNR, "a test is linked with " list[i] ", which the room may not use")
    }
    for (key in rank)
        if (((room, key) in below) && !(key in said))
            found(room, FILENAME ":" FNR, "a test is not linked with " key ", on which the room stands")
    next
}

FILENAME ~ /^src\/[^\/]*\/meson\.build$/ && /output: *'/ {
    split(FILENAME, part, "/")
    match($0, /output: *'[^']*'/)
    quoted(substr($0, RSTART, RLENGTH), list)
    made[part[2], list[1]] = 1
}
FILENAME ~ /meson\.build$/ { next }

# ---- includes -------------------------------------------------------------------------------------

BEGIN {
    of["unicode/"] = "icu"
    of["libxml/"] = "libxml2"
    of["csv.h"] = "csv"
    of["curl/"] = "curl"
    of["yaml.h"] = "yaml"
    of["jansson.h"] = "jansson"
    of["seccomp.h"] = "seccomp"
    of["sodium.h"] = "sodium"
    of["sqlite3.h"] = "sqlite"
    of["xxhash.h"] = "xxhash"
    of["yaml.h"] = "yaml"
    of["zlib.h"] = "zlib"
    of["gnutls/"] = "gnutls"
    of["microhttpd.h"] = "microhttpd"
    of["systemd/"] = "systemd"
    of["arpa/"] = of["netinet/"] = of["sys/"] = of["linux/"] = of["sanitizer/"] = of["asm/"] = "system"
}

FNR == 1 {
    n = split(FILENAME, part, "/")
    here = n > 2 ? part[2] : ""
    if (here != "" && !(here in rank) && !(here in told)) {
        told[here] = 1
        found("table", FILENAME, "the room " here " does not stand in ARCHITECTURE.md")
    }
}

function check_library(name,    key) {
    key = name
    if (key ~ /\//)
        sub(/\/.*/, "/", key)
    if (key !~ /\// && !(key in of))
        return
    if (!(key in of))
        found(here, FILENAME ":" FNR, "<" name "> is of a library that nobody named")
    else if (of[key] != "system" && !((here, of[key]) in library))
        found(here, FILENAME ":" FNR, "<" name "> is of " of[key] ", which the room may not use")
}

function check_other(room, file, name) {
    if (!(room in rank))
        found(here, FILENAME ":" FNR, "\"" name "\": there is no room " room)
    else if (!((here, room) in uses))
        found(here, FILENAME ":" FNR, "\"" name "\": the room may not use " room)
    else if (!((room, file) in door))
        found(here, FILENAME ":" FNR, "\"" name "\" is an inside of " room ", not a door")
}

function check_own(name) {
    if (!exists("src/" here "/" name) && !((here, name) in made))
        found(here, FILENAME ":" FNR, "\"" name "\" is not a file of the room")
}

function check_quoted(name,    part, n) {
    n = split(name, part, "/")
    if (name ~ /\.\./)
        found(here, FILENAME ":" FNR, "\"" name "\" climbs out of its folder")
    else if (part[1] == "tocsin" && n == 2) {
        if (!exists("include/" name))
            found(here, FILENAME ":" FNR, "\"" name "\" is no public header")
    } else if (n > 2)
        found(here, FILENAME ":" FNR, "\"" name "\" is neither an own file nor a door")
    else if (n == 2 && part[1] != here)
        check_other(part[1], part[2], name)
    else if (n == 2)
        check_own(part[2])
    else if (!exists("src/" here "/" name) && (("base", name) in door))
        check_other("base", name, name)
    else
        check_own(name)
}

/^[ \t]*#[ \t]*include[ \t]*"/ {
    match($0, /"[^"]*"/)
    check_quoted(substr($0, RSTART + 1, RLENGTH - 2))
}
/^[ \t]*#[ \t]*include[ \t]*</ {
    match($0, /<[^>]*>/)
    check_library(substr($0, RSTART + 1, RLENGTH - 2))
}

END {
    if (rooms_n == 0)
        found("table", "ARCHITECTURE.md", "no table of rooms was found")
    if (!rooms_said)
        found("table", "meson.build", "no line begins with rooms = [")
    for (i = 1; i <= rooms_n; i++) {
        if (!(order[i] in stands_said))
            found(order[i], "tests/unit/meson.build", "stands_on does not name the room")
        if (!exists("src/" order[i] "/meson.build"))
            found(order[i], "ARCHITECTURE.md", "there is no src/" order[i] "/meson.build")
    }
}
