# SPDX-License-Identifier: Apache-2.0
#
# The transcripts in a guide. A block that is fenced as "console" holds commands ("$ tocsin ...") and
# what they print; an HTML comment that begins with "console" holds commands that the reader need not
# see. The blocks of one file are one session.
#
#   mode=play      all of them as a transcript for tests/cli/run.sh; a line "..." stands for any
#                  number of lines, and no word is expected on how long something took
#   mode=commands  the commands alone, each block behind a line "#@ NUMBER"
#   mode=put       the guide again, its blocks filled from printed=FILE, which has such lines too.
#                  What a line "..." left out is left out again, from the line before it to the line
#                  after it (blank ones do not count); a block without those lines stays as it is

BEGIN {
    while (mode == "put" && (getline line < printed) > 0) {
        if (line ~ /^#@ /)
            n = substr(line, 4)
        else
            text[n] = text[n] line "\n"
    }
}

function without_times(line) {
    sub(/^  time  .*/, "  time ~", line)
    sub(/; [0-9.]+ s, [0-9,]+ rows a second$/, "; ~", line)
    sub(/^Rebuilt in [0-9.]+ s$/, "Rebuilt in ~", line)
    sub(/^[0-9.]+ s, [0-9,]+ pairs a second$/, "~ s, ~ pairs a second", line)
    return line
}

function play(line) {
    if (line == "...")
        print "~~"
    else
        print without_times(line)
}

# 'fresh' with the gap that 'old' has, or 'old' where it does not fit.
function with_gap(fresh, old,    n, m, line, was, i, before, after, gap, out, state) {
    m = split(old, was, "\n")
    for (i = 1; i <= m; i++) {
        if (was[i] == "...")
            gap = i
        else if (was[i] != "" && !gap)
            before = was[i]
        else if (was[i] != "" && after == "")
            after = was[i]
    }
    n = split(fresh, line, "\n")
    for (i = 1; i < n; i++) {
        if (state == 1 && line[i] == after) {
            out = out "\n...\n\n"
            state = 2
        }
        if (state != 1)
            out = out line[i] "\n"
        if (!state && line[i] == before)
            state = 1
    }
    return state == 2 ? out : old
}

# The last block that was gathered, as it is now.
function put_block(    fresh) {
    fresh = text[block]
    sub(/\n+$/, "\n", fresh)
    printf "%s", cut ? with_gap(fresh, kept) : fresh
}

/^<!-- console *$/ && !inside {
    inside = hidden = 1
    if (mode == "put")
        print
    next
}
/^```console *$/ && !inside {
    inside = 1
    block++
    cut = 0
    kept = ""
    if (mode == "commands")
        print "#@ " block
    if (mode == "put")
        print
    next
}
inside && (/^```/ || (hidden && /^-->/)) {
    if (mode == "put" && !hidden)
        put_block()
    inside = hidden = 0
    if (mode == "put")
        print
    next
}
hidden {
    if (mode == "put")
        print
    else if (mode == "play")
        printf "%s\n~~\n", $0
    else
        printf "#@ 0\n%s\n", $0
    next
}
inside {
    kept = kept $0 "\n"
    if ($0 == "...")
        cut = 1
    if (mode == "play")
        play($0)
    else if (mode == "commands" && /^\$ /)
        print
    next
}
mode == "put"
