#!/bin/sh
# Runs a fuzz target: run.sh BUILD [TARGET|all [SECONDS]]
#
# Without a target: their names, and how many inputs are kept for each. BUILD is a build folder with
# -Dfuzzers=true. What is found new is kept in BUILD/corpus/TARGET and is the start of the next run;
# an input that fails is kept in fuzz/crashes.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
build=$(cd "${1:?usage: run.sh BUILD [TARGET|all [SECONDS]]}" && pwd)
target=${2:-}
seconds=${3:-60}
programs=$build/fuzz
crashes=$here/crashes

names() {
    for folder in "$here"/corpus/*/; do
        basename "$folder"
    done
}

# Longest input: enough for several entries of the list, or for one of what is small.
longest() {
    case $1 in
    format-ofac-advanced) echo 65536 ;;
    format-* | index-bytes) echo 16384 ;;
    api | batch | frame | record) echo 4096 ;;
    name) echo 256 ;; # a name of many words takes its time
    *) echo 1024 ;;
    esac
}

# The files whose words the target's inputs are made of.
sources() {
    case $1 in
    format-any) echo src/import/*.c ;;
    format-ftm* | format-targets-*) echo src/import/ftm*.c src/import/targets*.c src/import/grouped.c ;;
    format-persons-csv | batch) echo src/import/person*.c src/import/person*.def ;;
    format-*) echo "src/import/$(echo "${1#format-}" | cut -d- -f1)"_*.* src/import/interpol.c ;;
    frame) echo src/import/format.def ;;
    value) echo src/record/date_word.def src/record/gender.def src/record/ident.def ;;
    name) echo src/name/legal.def src/name/person.def ;;
    update) echo src/update/*.c ;;
    api) echo src/api/*.c src/api/*.def src/record/schema.def ;;
    query | ftm-line) echo src/node/query.c src/record/json.c src/record/schema.def ;;
    esac
}

# A dictionary for libFuzzer: the plain string literals of those files.
dictionary() (
    cd "$root"
    # shellcheck disable=SC2046
    set -- $(sources "$1")
    [ $# -eq 0 ] || grep -ohE '"[A-Za-z0-9_.:;,@/ -]{2,40}"' "$@" | sort -u | head -n 2000
)

one() {
    program=$programs/fuzz-$1
    if [ ! -x "$program" ] || [ ! -d "$here/corpus/$1" ]; then
        echo "run.sh: no target '$1'; without a target it lists them" >&2
        return 2
    fi
    work=$build/corpus/$1
    mkdir -p "$work" "$crashes"
    TMPDIR=$(mktemp -d)
    export TMPDIR
    words=$build/corpus/$1.dict
    dictionary "$1" >"$words"
    [ -s "$words" ] || echo '"the"' >"$words" # libFuzzer refuses an empty one
    echo "== $1, $seconds seconds; what fails is kept in fuzz/crashes/$1-*"
    status=0
    ASAN_OPTIONS="quarantine_size_mb=32:malloc_context_size=10:${ASAN_OPTIONS:-}" \
        "$program" -max_total_time="$seconds" -rss_limit_mb=2048 -timeout=10 \
        -max_len="$(longest "$1")" -dict="$words" -print_final_stats=1 \
        -artifact_prefix="$crashes/$1-" "$work" "$here/corpus/$1" \
        >"$build/corpus/$1.log" 2>&1 || status=$?
    rm -rf "$TMPDIR"
    if [ "$status" = 0 ]; then
        grep -E 'DONE|average_exec|executed_units' "$build/corpus/$1.log" || true
        return 0
    fi
    if [ "$status" = 72 ]; then
        echo "== $1 was interrupted"
        return 1
    fi
    grep -E -A 12 'does not hold|runtime error|ERROR: |SUMMARY' "$build/corpus/$1.log" | head -n 40
    cat <<END
== $1 failed; the whole log is $build/corpus/$1.log
To make it a regression: shorten it, name it by what it is, and mend the cause.
    $program -minimize_crash=1 -runs=20000 fuzz/crashes/$1-...
    mv minimized-from-... fuzz/corpus/$1/what-it-is
    meson test -C build/test fuzz-$1
END
    return 1
}

case $target in
"")
    echo "usage: run fuzz [TARGET|all [SECONDS]]"
    for name in $(names); do
        printf '%6d inputs  %s\n' "$(find "$here/corpus/$name" -type f | wc -l)" "$name"
    done
    ;;
all)
    failed=0
    for name in $(names); do
        one "$name" || failed=1
    done
    exit "$failed"
    ;;
*)
    one "$target"
    ;;
esac
