# SPDX-License-Identifier: Apache-2.0
#
# Markdown: prints "links <tab> place: sentence" for each link into the project that leads nowhere.
# Give each file twice: first the headings are read, then the links are followed. Links to other
# hosts are left alone.

function found(sentence) {
    print "links\t" FILENAME ":" FNR ": " sentence
}

function exists(path) {
    if (!(path in seen))
        seen[path] = system("test -e '" path "'") == 0
    return seen[path]
}

# The anchor that a heading gets: lower case, no punctuation, hyphens for blanks.
function anchor_of(text) {
    sub(/^#+[ \t]*/, "", text)
    text = tolower(text)
    gsub(/[^a-z0-9 _\200-\377-]/, "", text)
    gsub(/ /, "-", text)
    return text
}

# Folder and target as one path without "x/..".
function path_of(target,    folder) {
    folder = FILENAME
    if (!sub(/\/[^\/]*$/, "/", folder))
        folder = ""
    target = folder target
    while (sub(/(^|\/)[^\/.][^\/]*\/\.\.\//, "/", target))
        ;
    sub(/^\//, "", target)
    return target
}

function follow(target,    path, anchor, at) {
    if (target ~ /^[a-z]+:/)
        return
    at = index(target, "#")
    anchor = at ? substr(target, at + 1) : ""
    path = at ? substr(target, 1, at - 1) : target
    path = path == "" ? FILENAME : path_of(path)
    if (!exists(path))
        found("'" target "' is not there")
    else if (anchor != "" && path ~ /\.md$/ && !((path, anchor) in anchors))
        found("'" target "' names no heading")
}

FNR == 1 {
    fenced = 0
    passes[FILENAME]++
}
/^ *```/ {
    fenced = !fenced
    next
}
fenced { next }
passes[FILENAME] == 1 {
    if (/^#/)
        anchors[FILENAME, anchor_of($0)] = 1
    next
}
{
    rest = $0
    gsub(/`[^`]*`/, "", rest)
    while (match(rest, /\]\([^)]*\)/)) {
        target = substr(rest, RSTART + 2, RLENGTH - 3)
        rest = substr(rest, RSTART + RLENGTH)
        follow(target)
    }
}
