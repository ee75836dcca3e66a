#!/bin/sh
# What every file of the project must be like: tidy.sh [ROOT]
# One TAP case for each check; the .awk files beside this one say what they look for. Needs nothing
# but a POSIX shell and awk; shellcheck is used where there is one.
set -eu
LC_ALL=C
export LC_ALL

tidy=$(cd "$(dirname "$0")" && pwd)
cd "${1:-$tidy/../..}"
base=$(mktemp -d "${TMPDIR:-/tmp}/tocsin-tidy-XXXXXX")
trap 'rm -rf "$base"' EXIT

# Everything but what is built or brought, and files of test data, which are as their publishers
# make them.
find . \( -name .git -o -name 'build*' -type d -o -name subprojects -o -name node_modules \
    -o -name data -o -name corpus -o -path ./examples/lists \) -prune -o -type f -print |
    sed 's/^\.\///' | sort >"$base/all"

# those PATTERN: the files whose path fits
those() {
    grep -E "$1" "$base/all" || true
}

those '\.(c|h|def)$' >"$base/c"
those '^src/.*\.(c|h|def)$|^src/.*/meson\.build$' >"$base/src"
those '\.md$' >"$base/md"
{
    those '\.(c|h|def|sh|awk|md|map|txt|t|cases|ts|tsx|mjs|css|html)$|(^|/)(meson\.build|meson_options\.txt|CHANGES)$'
    while read -r file; do
        case $file in
        *.*) [ "$file" != .ci/run ] || echo "$file" ;;
        *) ! head -n 1 "$file" | grep -q '^#!' || echo "$file" ;;
        esac
    done <"$base/all"
} | sort -u >"$base/text"
while read -r file; do
    ! head -n 1 "$file" | grep -q '^#!.*[/ ]sh$' || echo "$file"
done <"$base/text" >"$base/shell"

# look AWK-PROGRAM LIST...: what it finds in the files that the lists name
look() {
    program=$tidy/$1
    shift
    cat "$@" | xargs awk -f "$program" >>"$base/findings"
}

last_lines() {
    while read -r file; do
        [ -z "$(tail -c 1 "$file")" ] || printf 'white\t%s: no line feed at the end\n' "$file"
    done <"$base/text" >>"$base/findings"
}

shells() {
    while read -r file; do
        sh -n "$file" 2>"$base/log" ||
            awk -v file="$file" '{ print "shell\t" file ": " $0 }' "$base/log"
    done <"$base/shell" >>"$base/findings"
}

# Shell by shellcheck, a finding a line.
shellchecks() {
    xargs shellcheck --format=gcc <"$base/shell" >"$base/log" 2>&1 || true
    awk '{ print "shellcheck\t" $0 }' "$base/log" >>"$base/findings"
}

# A program that uses the library sees its public headers and nothing else.
examples() {
    # shellcheck disable=SC2016
    those '^examples/.*\.c$' | xargs awk '
        /^[ \t]*#[ \t]*include[ \t]*"/ { print "examples\t" FILENAME ":" FNR ": " $0 }
        ' /dev/null >>"$base/findings"
}

: >"$base/findings"
for check in licence essay functions lines calls white later places tables dead links guides shell \
    examples; do
    echo "$check"
done >"$base/checks"
if command -v shellcheck >/dev/null 2>&1; then
    echo shellcheck >>"$base/checks"
    shellchecks
else
    printf 'shellcheck\tno shellcheck here\n' >>"$base/checks"
fi

look c.awk "$base/c"
look text.awk "$base/text"
look def.awk "$base/src"
look links.awk "$base/md" "$base/md"
{
    printf 'src/cmd/command.def\nrun\n'
    cat "$base/md"
} >"$base/guide"
look guide.awk "$base/guide"
last_lines
shells
examples
sort -u "$base/findings" >"$base/sorted"
awk -f "$tidy/tap.awk" "$base/checks" "$base/sorted"
