# SPDX-License-Identifier: Apache-2.0
#
# Tables (.def) and dead files: prints "check <tab> place: sentence". Read all C files of src/ and the
# meson.build files there.
#
#   tables     a .def is included by somebody; each kind of row in it is defined by somebody who
#              includes it; no row stands there twice
#   dead       each .c is named by its room's meson.build, each .h is included by somebody

function found(check, place, sentence) {
    print check "\t" place ": " sentence
}

function base_name(path) {
    sub(/.*\//, "", path)
    return path
}

FNR == 1 { comment = 0 }

FILENAME ~ /meson\.build$/ {
    built[FILENAME] = built[FILENAME] $0 "\n"
    next
}

FILENAME ~ /\.[ch]$/ && FNR == 1 { files[FILENAME] = 1 }
FILENAME ~ /\.def$/ && FNR == 1 { defs[FILENAME] = 1 }

/^[ \t]*#[ \t]*include[ \t]*"/ {
    match($0, /"[^"]*"/)
    name = substr($0, RSTART + 1, RLENGTH - 2)
    if (name !~ /\//) {
        folder = FILENAME
        sub(/[^\/]*$/, "", folder)
        included["src/base/" name] = 1
    } else
        folder = "src/"
    included[folder name] = 1
    includers[folder name] = includers[folder name] " " FILENAME
}

/^[ \t]*#[ \t]*define[ \t]+[A-Z_]+\(/ {
    name = $0
    sub(/^[ \t]*#[ \t]*define[ \t]+/, "", name)
    sub(/\(.*/, "", name)
    defines[FILENAME, name] = 1
}

# Rows: NAME( in column one, outside of comments.
FILENAME ~ /\.def$/ {
    if (!comment && /^[A-Z_]+\(/) {
        kind = $0
        sub(/\(.*/, "", kind)
        if (!((FILENAME, kind) in first_row))
            first_row[FILENAME, kind] = FNR
        if (/\)$/ && (FILENAME, $0) in row)
            found("tables", FILENAME ":" FNR, "the row stands in line " row[FILENAME, $0] " already")
        row[FILENAME, $0] = FNR
    }
    if (/\/\*/)
        comment = 1
    if (/\*\//)
        comment = 0
}

END {
    for (file in defs)
        if (!(file in included))
            found("tables", file, "nobody includes it")
    for (key in first_row) {
        split(key, part, SUBSEP)
        n = split(includers[part[1]], who, " ")
        used = 0
        for (i = 1; i <= n; i++)
            if ((who[i], part[2]) in defines)
                used = 1
        if (n && !used)
            found("tables", part[1] ":" first_row[key], "nobody who includes it defines " part[2])
    }
    for (file in files) {
        if (file ~ /\.h$/ && !(file in included))
            found("dead", file, "nobody includes it")
        if (file ~ /\.c$/) {
            folder = file
            sub(/[^\/]*$/, "meson.build", folder)
            name = base_name(file)
            sub(/\.c$/, "", name)
            if (folder in built && index(built[folder], "'" name ".c'") == 0 &&
                index(built[folder], "'" name "'") == 0)
                found("dead", file, "its meson.build does not name it")
        }
    }
}
