#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Counts the instructions of a small fixed piece of work (workload.c) and compares them with the
# frozen counts in instructions.txt. Unlike seconds they are nearly the same on every machine and
# however busy it is; they move with the compiler and the libraries, which the file names.
#
#   sh bench/instructions.sh BUILD            count and compare; never fails for a count
#   sh bench/instructions.sh BUILD --strict   ... but here: 1 when one went up past the tolerance
#   sh bench/instructions.sh BUILD --freeze   count and write the file anew
#
# BUILD is a release build (build/release). Needs valgrind.
set -eu
export LC_ALL=C

tolerance=3 # percent
build=${1:?usage: instructions.sh BUILD [--freeze|--strict]}
mode=${2:-}
frozen=$(dirname "$0")/instructions.txt
work=$build/bench-workload
[ -x "$work" ] || work=$build/bench/bench-workload

if ! command -v valgrind >/dev/null 2>&1; then
    echo "SKIPPED: instructions: no valgrind"
    exit 0
fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM

"$work" make "$folder"
valgrind --quiet --tool=callgrind --callgrind-out-file="$folder/out" "$work" run "$folder" \
    >"$folder/said" 2>&1 || {
    cat "$folder/said" >&2
    echo "instructions: the work failed under valgrind" >&2
    exit 1
}

# Inclusive counts by function: "12,345 (1.2%)  file:work_parse [program]"
callgrind_annotate --inclusive=yes --threshold=100 "$folder/out" 2>/dev/null |
    awk '{
        if (!match($0, /:work_[a-z]+/) || $0 ~ /^--/) next
        name = substr($0, RSTART + 6, RLENGTH - 6)
        count = $1
        gsub(/,/, "", count)
        if (!(name in seen)) { seen[name] = 1; printf "%s %s\n", name, count }
    }' | sort >"$folder/counts"

[ -s "$folder/counts" ] || {
    echo "instructions: nothing was counted; is $work stripped?" >&2
    exit 1
}

compiler=$(${CC:-cc} --version | head -n 1)
machine=$(uname -m)

if [ "$mode" = --freeze ]; then
    {
        echo "# Instructions of each part of workload.c; written by instructions.sh --freeze."
        echo "# $compiler, $machine"
        cat "$folder/counts"
    } >"$frozen.new"
    mv "$frozen.new" "$frozen"
    echo "instructions: frozen"
    cat "$frozen"
    exit 0
fi

[ -f "$frozen" ] || {
    echo "instructions: there are no frozen counts yet (--freeze)"
    cat "$folder/counts"
    exit 0
}

grep -qF "# $compiler, $machine" "$frozen" ||
    echo "instructions: other compiler or machine than the frozen counts: $compiler, $machine"

echo "instructions: tolerance $tolerance %"
awk -v tolerance="$tolerance" '
    /^#/ { next }
    NR == FNR { old[$1] = $2; next }
    {
        if (!($1 in old)) { printf "  %-8s %14s  new\n", $1, $2; next }
        change = ($2 - old[$1]) * 100 / old[$1]
        word = change > tolerance ? "WENT UP" : change < -tolerance ? "went down: freeze" : "same"
        printf "  %-8s %14s  was %14s  %+6.1f %%  %s\n", $1, $2, old[$1], change, word
        up += change > tolerance
        delete old[$1]
    }
    END {
        for (name in old) printf "  %-8s was counted before and is not there\n", name
        if (up) printf "instructions: %d went up\n", up
        exit up > 0
    }' "$frozen" "$folder/counts" || [ "$mode" != --strict ]
