#!/bin/sh
# The process has no state: globals.sh LIBRARY...
#
# Looks into the static libraries of the rooms for objects that a program could change (.data, .bss
# and their threads' kin; what is written once by the loader is none). Only those below may be there.
# One TAP case for each library. Skipped where there is no objdump.
set -eu
LC_ALL=C
export LC_ALL

# name in the source, and why it may be
allowed='
out_of_memory_hook  set before threads start
log_to              set before threads start
index_              the table of countries, made once
index_once          that once
step_table          the costs of spelling habits, made once
steps_made          that once
rule_table          the rules of reading foreign units, made once
rules_made          that once
icu_key             key of what ICU keeps for a thread
icu_once            that once
kept                the last reading of a thread
'

command -v objdump >/dev/null 2>&1 || {
    echo "1..0 # SKIP no objdump"
    exit 0
}

# The objects of an archive in sections that are written to: "name", without the number that the
# compiler gives to a static of a function. Names with two underscores are the sanitizers'.
objects() {
    objdump -t "$1" | awk '
        NF >= 4 {
            at = $(NF - 1) == ".hidden" ? NF - 3 : NF - 2
            if ($at !~ /^\.(t?data|t?bss)(\..*)?$/ || $at ~ /rel\.ro/ || $NF ~ /^(\.|__)/)
                next
            sub(/\.[0-9]+$/, "", $NF)
            print $NF
        }' | sort -u
}

cases=0
failures=0
for library in "$@"; do
    cases=$((cases + 1))
    found=
    for object in $(objects "$library"); do
        echo "$allowed" | grep -q "^$object " || found="$found $object"
    done
    if [ -z "$found" ]; then
        echo "ok $cases - $(basename "$library")"
    else
        failures=$((failures + 1))
        echo "not ok $cases - $(basename "$library") can be changed:$found"
    fi
done
echo "1..$cases"
[ "$failures" = 0 ]
