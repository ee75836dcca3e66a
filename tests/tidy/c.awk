# SPDX-License-Identifier: Apache-2.0
#
# Looks at C files (.c, .h, .def) as text and prints "check <tab> place: sentence".
#
#   licence      line 1 is the SPDX line
#   essay        a comment in words follows it; of three lines or more in a longer .c and in a door
#   functions    no function is longer than 60 lines, from its first line to its last brace
#   lines        no line of code is longer than 110 characters (rows of a .def are data)
#   calls        none of the calls that cannot be used safely, and none that a room must not make
#
# Braces stand as Linux has them: a function opens and closes with a brace in column one. It needs
# the C locale: characters are counted by leaving out continuation bytes.

BEGIN {
    MAX_FUNCTION = 60
    MAX_LINE = 110
    LONG_FILE = 80

    n = split("strcpy strcat sprintf vsprintf gets strtok system popen alloca tmpnam mktemp", list, " ")
    for (i = 1; i <= n; i++)
        banned[list[i]] = "is banned"
    n = split("time gettimeofday clock_gettime clock", list, " ")
    for (i = 1; i <= n; i++)
        clocks[list[i]] = 1
    n = split("printf puts putchar perror exit", list, " ")
    for (i = 1; i <= n; i++)
        prints[list[i]] = 1
}

function found(check, line, sentence) {
    print check "\t" file ":" line ": " sentence
}

# ---- one file after the other --------------------------------------------------------------------

function end_of_file() {
    if (file == "")
        return
    if (words == 0)
        found("essay", 1, "no comment says what the file is")
    else if (((is_source && lines > LONG_FILE) || is_door) && first_comment < 3)
        found("essay", 1, "the first comment has " first_comment " lines; three or more are wanted here")
    if (in_function)
        found("functions", opened, "the function does not end with a brace in column one")
}

FNR == 1 {
    end_of_file()
    file = FILENAME
    is_source = file ~ /\.c$/
    is_rows = file ~ /\.def$/
    n = split(file, part, "/")
    is_door = part[1] == "src" && n == 3 && part[3] == part[2] ".h"
    room = part[1] == "src" && n == 3 ? part[2] : ""
    in_comment = in_function = words = 0
    in_first = 1
    first_comment = signature = 0
    if ($0 !~ /^\/\* SPDX-License-Identifier: Apache-2\.0( \*\/)?$/)
        found("licence", 1, "the first line is not the SPDX line")
}

{ lines = FNR }

in_first {
    first_comment++
    if (FNR > 1 && $0 ~ /[A-Za-z][A-Za-z]/)
        words++
    if (/\*\//)
        in_first = 0
}

!is_rows {
    text = $0
    if (gsub(/[\200-\277]/, "", text) >= 0 && length(text) > MAX_LINE)
        found("lines", FNR, "the line has " length(text) " characters")
}

# ---- code without comments and without what stands in quotes -------------------------------------

function behind_quote(line, mark,    i, c) {
    for (i = 1; i <= length(line); i++) {
        c = substr(line, i, 1)
        if (c == "\\")
            i++
        else if (c == mark)
            return substr(line, i + 1)
    }
    return ""
}

function code_of(line,    out, at, mark) {
    out = ""
    while (line != "") {
        if (in_comment) {
            at = index(line, "*/")
            if (!at)
                return out
            line = substr(line, at + 2)
            in_comment = 0
            continue
        }
        if (!match(line, /["']|\/\*|\/\//))
            return out line
        out = out substr(line, 1, RSTART - 1)
        mark = substr(line, RSTART, RLENGTH)
        line = substr(line, RSTART + RLENGTH)
        if (mark == "//")
            return out
        if (mark == "/*")
            in_comment = 1
        else {
            line = behind_quote(line, mark)
            out = out mark mark
        }
    }
    return out
}

{ code = code_of($0) }

# ---- functions -------------------------------------------------------------------------------------

# Where the signature began: the first line since something else ended.
!in_function {
    if (code ~ /^[ \t]*$/ || code ~ /^#/ || code ~ /[;}]$/ || code ~ /\\$/)
        signature = 0
    else if (!signature && code !~ /^[{]/)
        signature = FNR
}
/^\{/ && !in_function {
    in_function = 1
    opened = signature ? signature : FNR
}
/^\}/ && in_function {
    if (FNR - opened + 1 > MAX_FUNCTION)
        found("functions", opened, "a function of " FNR - opened + 1 " lines")
    in_function = signature = 0
}

# ---- calls -----------------------------------------------------------------------------------------

function check_call(name) {
    if (name in banned)
        found("calls", FNR, name " is banned")
    else if (room != "" && (name in clocks) && file != "src/base/clock.c")
        found("calls", FNR, name ": only src/base/clock.c asks what time it is")
    else if (room != "" && room != "cmd" && (name in prints) && file !~ /_gen\.c$/)
        found("calls", FNR, name ": a library does not print and does not exit")
}

# A name before a bracket, unless it is a member (x.time, x->time) or being declared.
{
    rest = code
    while (match(rest, /[A-Za-z_][A-Za-z_0-9]*[ \t]*\(/)) {
        name = substr(rest, RSTART, RLENGTH)
        before = RSTART > 1 ? substr(rest, RSTART - 1, 1) : " "
        sub(/[ \t]*\($/, "", name)
        if (before !~ /[.>A-Za-z_0-9]/)
            check_call(name)
        rest = substr(rest, RSTART + RLENGTH)
    }
}

END { end_of_file() }
