# SPDX-License-Identifier: Apache-2.0
#
# What the guides say against what the program has: prints "guides <tab> place: sentence". Read
# src/cmd/command.def, run, then the Markdown files.
#
#   each command of command.def is named in a guide, as `tocsin NAME`
#   each `tocsin NAME` in a guide is a command, each --option beside it one that it has
#   each `./run NAME` in a guide is something that run can do

function found(place, sentence) {
    print "guides\t" place ": " sentence
}

FILENAME ~ /command\.def$/ {
    if (match($0, /^COMMAND\([a-z]+,/))
        command[substr($0, 9, RLENGTH - 9)] = FNR
    if (match($0, /^USES\([a-z]+, *[a-z]+\)/)) {
        split(substr($0, 6, RLENGTH - 6), part, /, */)
        uses[part[1], part[2]] = 1
    }
    if (match($0, /^OPTION\([a-z]+, "[a-z-]+"/)) {
        split(substr($0, 8, RLENGTH - 8), part, /, *"/)
        option[part[1], part[2]] = 1
        owner[part[1]] = 1
    }
    next
}
FILENAME ~ /(^|\/)run$/ {
    if (match($0, /^[a-z]+\) cmd_|^[a-z]+\) release/)) {
        name = $0
        sub(/\).*/, "", name)
        task[name] = 1
    }
    next
}

function has_option(name, wanted,    o) {
    if ((name, wanted) in option)
        return 1
    for (o in owner)
        if (((name, o) in uses) && ((o, wanted) in option))
            return 1
    return 0
}

function check_options(name, rest,    wanted) {
    while (match(rest, /(^|[ \[])--[a-z][a-z-]*/)) {
        wanted = substr(rest, RSTART, RLENGTH)
        rest = substr(rest, RSTART + RLENGTH)
        sub(/^.*--/, "", wanted)
        if (!has_option(name, wanted))
            found(FILENAME ":" FNR, "tocsin " name " has no --" wanted)
    }
}

# A use of the program: at the start of a command line, or in back quotes.
function check_use(text,    name, rest) {
    sub(/^tocsin +/, "", text)
    while (sub(/^--home +[^ ]+ +/, "", text) || sub(/^--(json|color[= ][a-z]+) +/, "", text))
        ;
    if (!match(text, /^[a-z]+/))
        return
    name = substr(text, 1, RLENGTH)
    rest = substr(text, RLENGTH + 1)
    if (!(name in command)) {
        found(FILENAME ":" FNR, "there is no command tocsin " name)
        return
    }
    named[name] = 1
    check_options(name, rest)
}

/^ *```/ {
    fenced = !fenced
    next
}
fenced && /^ *(\$ )?tocsin / {
    text = $0
    sub(/^ *(\$ )?/, "", text)
    check_use(text)
}
!fenced {
    rest = $0
    while (match(rest, /`[^`]*`/)) {
        text = substr(rest, RSTART + 1, RLENGTH - 2)
        rest = substr(rest, RSTART + RLENGTH)
        if (text ~ /^tocsin /)
            check_use(text)
    }
}
{
    rest = $0
    while (match(rest, /\.\/run +[a-z]+/)) {
        name = substr(rest, RSTART, RLENGTH)
        sub(/^.* /, "", name)
        if (!(name in task))
            found(FILENAME ":" FNR, "./run cannot " name)
        rest = substr(rest, RSTART + RLENGTH)
    }
}

END {
    for (name in command)
        if (!(name in named))
            found("src/cmd/command.def:" command[name], "no guide names `tocsin " name "`")
}
