# SPDX-License-Identifier: Apache-2.0
#
# Bodies for POST /match with one query each, from the persons of OFAC's sdn.csv and the United Nations'
# consolidated.xml, and from a table of persons who are on no list (its first column):
#
#     awk -v n=60000 -v listed=30 -f bodies.awk sdn.csv consolidated.xml negatives.csv
#
# Of a hundred, 'listed' are on a list; two thirds of all have a slip of the pen. One body in three also
# has a year of birth. The same bodies each time; no name comes twice before all have been used.

function next_random(below) {
    seed = (seed * 1103515245 + 12345) % 2147483648
    return int(seed / 65536) % below
}

FILENAME ~ /negatives/ {
    name = $0
    if (name ~ /^"/)
        name = substr(name, 2, index(substr(name, 2), "\"") - 1)
    else
        sub(/,.*/, "", name)
    gsub(/["\\]/, "", name)
    if (FNR > 1 && length(name) > 4)
        others[++others_n] = name
    next
}

function keep(name) {
    gsub(/["\\]/, "", name)
    if (length(name) > 4 && name !~ /[^ -~]/) # a slip would cut a letter of several bytes
        names[++count] = name
}

# OFAC: number,"LAST, First","individual",...
FILENAME ~ /csv$/ {
    if (split($0, part, "\"") > 4 && part[4] == "individual") {
        at = index(part[2], ", ")
        keep(at ? substr(part[2], at + 2) " " substr(part[2], 1, at - 1) : part[2])
    }
    next
}

function text_of(line, tag,    at, rest) {
    at = index(line, "<" tag ">")
    if (!at)
        return ""
    rest = substr(line, at + length(tag) + 2)
    return substr(rest, 1, index(rest, "<") - 1)
}

/<FIRST_NAME>/ { un = text_of($0, "FIRST_NAME") }
/<SECOND_NAME>/ { un = un " " text_of($0, "SECOND_NAME") }
/<THIRD_NAME>/ { un = un " " text_of($0, "THIRD_NAME") }
/<\/INDIVIDUAL>/ { keep(un); un = "" }

# One letter left out, doubled, or changed with its neighbour.
function slip(name,    at, kind) {
    at = 2 + next_random(length(name) - 3)
    kind = next_random(3)
    if (kind == 0)
        return substr(name, 1, at - 1) substr(name, at + 1)
    if (kind == 1)
        return substr(name, 1, at) substr(name, at)
    return substr(name, 1, at - 1) substr(name, at + 1, 1) substr(name, at, 1) substr(name, at + 2)
}

END {
    if (!count)
        exit 1
    seed = 20260131
    for (i = 0; i < n; i++) {
        if (others_n && next_random(100) >= listed)
            name = others[(i * 7919) % others_n + 1]
        else
            name = names[(i * 7919) % count + 1]
        if (next_random(3) && name !~ /[^ -~]/)
            name = slip(name)
        date = next_random(3) ? "" : ",\"birthDate\":[\"" (1940 + next_random(60)) "\"]"
        printf "{\"queries\":{\"q\":{\"schema\":\"Person\",\"properties\":{\"name\":[\"%s\"]%s}}}}\n", name, date
    }
}
