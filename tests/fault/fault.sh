#!/bin/sh
# Whole processes under faults: fault.sh PROGRAM FAULTS ROOT
#
# A home holds one edition of a list. `tocsin import` puts the next in its place while one of its
# calls fails (faults.c), or while it is killed. Whatever comes of it,
#
#   - the list is the old one or the new one, whole, and the new one where the import said so;
#   - `tocsin check` passes, with nothing done before it;
#   - screening finds who is on that list and not who is on the other;
#   - the import, done again, goes through, and one file of the index is left.
#
# Likewise `tocsin search`, which makes a file of words first: it finds, or says what failed; done again it
# finds, and `tocsin check` passes. A search that is killed leaves nothing that the next writer does not remove.
#
# Moments of the kills come from FAULT_SEED, which is printed. FAULT_ROUNDS says how many.
set -eu

program=$(realpath "$1")
faults=$(realpath "$2")
seed=${FAULT_SEED:-20260131}
rounds=${FAULT_ROUNDS:-12}
base=$(mktemp -d "${TMPDIR:-/tmp}/tocsin-fault-XXXXXX")
trap 'rm -rf "$base"' EXIT
trap 'exit 1' INT TERM HUP

NO_COLOR=1
LC_ALL=C.UTF-8
TOCSIN_HOME=$base/home
# With a sanitizer: what is preloaded stands in front of it, and an allocation may fail.
ASAN_OPTIONS=verify_asan_link_order=0:allocator_may_return_null=1:detect_leaks=0
export NO_COLOR LC_ALL TOCSIN_HOME ASAN_OPTIONS

cases=0
failures=0

tell() {
    cases=$((cases + 1))
    if [ ! -s "$base/wrong" ]; then
        echo "ok $cases - $1"
        return
    fi
    failures=$((failures + 1))
    echo "not ok $cases - $1"
    head -n 40 "$base/wrong" | sed 's/^/# /'
    : >"$base/wrong"
}

# wrong MOMENT WHAT: with what the program said last
wrong() {
    {
        echo "$1: $2"
        sed 's/^/    /' "$base/said"
    } >>"$base/wrong"
}

# edition FILE ROWS WORD: persons of one word; every third comes or goes with the edition
edition() {
    awk -v rows="$2" -v word="$3" 'BEGIN {
        print "id,full_name,date_of_birth"
        for (i = 1; i <= rows; i++)
            if (i % 3 != (word == "Orlow"))
                printf "q-%d,%s Invented %d,%d-03-14\n", i, word, i, 1940 + i % 60
    }' >"$1"
}

load() {
    "$program" import "$1" --dataset quay >"$base/said" 2>&1
}

# The home as it was before the fault.
restore() {
    rm -rf "$TOCSIN_HOME"
    cp -R "$base/before" "$TOCSIN_HOME"
}

prepare() {
    edition "$base/old.csv" "$1" Morvenn
    edition "$base/new.csv" "$1" Orlow
    rm -rf "$TOCSIN_HOME" "$base/before"
    "$program" init >/dev/null
    load "$base/old.csv"
    cp -R "$TOCSIN_HOME" "$base/before"
}

# Which edition the store holds; "mixed" when it is neither.
held() {
    "$program" show q-2 >"$base/said" 2>&1 || true
    name=$(sed -n 's/.*\(Morvenn\|Orlow\) Invented 2.*/\1/p' "$base/said" | head -n 1)
    first=$("$program" show q-1 2>/dev/null | grep -c 'Orlow\|Morvenn' || true)
    third=$("$program" show q-3 2>/dev/null | grep -c 'Orlow\|Morvenn' || true)
    case "$name $((first > 0)) $((third > 0))" in
    'Morvenn 1 0') echo old ;;
    'Orlow 0 1') echo new ;;
    *) echo mixed ;;
    esac
}

# answers MOMENT EDITION: what the index says, 1 being a match and 0 none
answers() {
    word=Morvenn
    other=Orlow
    if [ "$2" = new ]; then
        word=Orlow
        other=Morvenn
    fi
    status=0
    "$program" screen "$word Invented" >"$base/said" 2>&1 || status=$?
    [ "$status" = 1 ] || wrong "$1" "screening does not find $word (exit $status)"
    status=0
    "$program" screen "$other" >"$base/said" 2>&1 || status=$?
    [ "$status" = 0 ] || wrong "$1" "screening finds $other (exit $status)"
}

# judge MOMENT STATUS: the home after an import that ended so
judge() {
    now=$(held)
    [ "$now" != mixed ] || wrong "$1" "the list is neither the old nor the new one"
    [ "$2" != 0 ] || [ "$now" = new ] || wrong "$1" "said to be done, but the list is $now"
    "$program" check >"$base/said" 2>&1 || wrong "$1" "check finds fault"
    answers "$1" "$now"
    load "$base/new.csv" || wrong "$1" "cannot be done again"
    [ "$(held)" = new ] || wrong "$1" "done again, it is not the new list"
    "$program" check >"$base/said" 2>&1 || wrong "$1" "done again, check finds fault"
    find "$TOCSIN_HOME/index" -type f >"$base/said"
    [ "$(wc -l <"$base/said")" = 1 ] || wrong "$1" "done again, more than one file is left"
}

# How often a call is made when none fails.
count_calls() {
    restore
    rm -f "$base/count"
    LD_PRELOAD=$faults FAULT_KIND=$1 FAULT_COUNT=$base/count \
        "$program" import "$base/new.csv" --dataset quay >"$base/said" 2>&1
    cat "$base/count"
}

# fail KIND NUMBER LAST WHERE
fail() {
    restore
    status=0
    LD_PRELOAD=$faults FAULT_KIND=$1 FAULT_AT=$2 FAULT_LAST=$3 FAULT_WHERE=$4 \
        "$program" import "$base/new.csv" --dataset quay >"$base/said" 2>&1 || status=$?
    moment="$1 $2 in the $4 (last $3)"
    [ "$status" = 0 ] || [ "$status" = 3 ] || wrong "$moment" "ended with $status"
    [ "$status" = 0 ] || grep -q '^tocsin: ' "$base/said" || wrong "$moment" "no word of what failed"
    judge "$moment" "$status"
}

# each_call_of KIND ALL: each of the first ALL calls, then ever fewer
each_call_of() {
    total=$(count_calls "$1")
    [ "$total" -gt 0 ] || wrong "$1" "no call is seen"
    number=1
    while [ "$number" -le "$total" ]; do
        fail "$1" "$number" $((number % 2)) parent
        number=$((number + 1 + number / $2))
    done
    tell "a failing $1 leaves one list whole ($total calls)"
}

calls_of_the_reader() {
    number=1
    while [ "$number" -le 4096 ]; do
        fail "$1" "$number" 0 child
        number=$((number * 4))
    done
    tell "a failing $1 in the jailed reader leaves one list whole"
}

# The reader of a killed process dies with it, a moment later, and holds the lock until then.
wait_for_lock() {
    tries=0
    until flock -n "$TOCSIN_HOME/lock" true || [ "$tries" = 200 ]; do
        tries=$((tries + 1))
        sleep 0.02
    done
}

kill_after() {
    restore
    "$program" import "$base/new.csv" --dataset quay >"$base/said" 2>&1 &
    pid=$!
    sleep "$1"
    kill -9 "$pid" 2>/dev/null || true
    status=0
    wait "$pid" 2>/dev/null || status=$?
    [ "$status" != 137 ] || killed=$((killed + 1))
    wait_for_lock
    judge "killed after $1 s" "$status"
}

kills() {
    killed=0
    start=$(date +%s%N)
    restore
    load "$base/new.csv"
    took=$((($(date +%s%N) - start) / 1000000))
    awk -v seed="$seed" -v rounds="$rounds" -v took="$took" 'BEGIN {
        srand(seed)
        for (i = 0; i < rounds; i++)
            printf "%.3f\n", rand() * took / 1000
    }' >"$base/moments"
    while read -r moment; do
        kill_after "$moment"
    done <"$base/moments"
    tell "killed at $rounds moments, one list is whole (seed $seed, $killed died)"
}

# ---- search ----

# judge_search MOMENT STATUS: after a search that ended so
judge_search() {
    "$program" check >"$base/said" 2>&1 || wrong "$1" "check finds fault"
    "$program" search 'Morvenn Invented 2' >"$base/said" 2>&1 || wrong "$1" "done again, nothing is found"
    grep -q '^Morvenn Invented 2 ' "$base/said" || wrong "$1" "done again, another is found"
    "$program" check >"$base/said" 2>&1 || wrong "$1" "done again, check finds fault"
}

# fail_search KIND NUMBER LAST
fail_search() {
    restore
    status=0
    LD_PRELOAD=$faults FAULT_KIND=$1 FAULT_AT=$2 FAULT_LAST=$3 FAULT_WHERE=parent FAULT_COUNT=$base/count \
        "$program" search 'Morvenn Invented 2' >"$base/said" 2>&1 || status=$?
    moment="search, $1 $2 (last $3)"
    case $status in
    0) grep -q '^Morvenn Invented 2 ' "$base/said" || wrong "$moment" "another is found" ;;
    3) grep -q '^tocsin: ' "$base/said" || wrong "$moment" "no word of what failed" ;;
    *) wrong "$moment" "ended with $status" ;;
    esac
    judge_search "$moment"
}

# each_call_of_search KIND ALL
each_call_of_search() {
    fail_search "$1" 0 0
    total=$(cat "$base/count")
    [ "$total" -gt 0 ] || wrong "$1" "no call is seen"
    number=1
    while [ "$number" -le "$total" ]; do
        fail_search "$1" "$number" $((number % 2))
        number=$((number + 1 + number / $2))
    done
    tell "a failing $1 leaves a search that can be done again ($total calls)"
}

kills_of_search() {
    for moment in 0.01 0.03 0.05 0.1 0.2; do
        restore
        "$program" search Morvenn >/dev/null 2>&1 &
        pid=$!
        sleep "$moment"
        kill -9 "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
        judge_search "search killed after $moment s"
        load "$base/new.csv" || wrong "search killed after $moment s" "nothing can be imported"
        find "$TOCSIN_HOME/index" -name '.tocsin-*' >"$base/said"
        [ ! -s "$base/said" ] || wrong "search killed after $moment s" "litter is left"
    done
    tell "a search that is killed leaves nothing behind"
}

: >"$base/wrong"
prepare 30
each_call_of_search alloc 2
each_call_of_search write 8
each_call_of_search sync 40
each_call_of_search rename 40
each_call_of alloc 2
each_call_of write 8
each_call_of sync 40
each_call_of rename 40
calls_of_the_reader alloc
calls_of_the_reader write
prepare 3000
kills
kills_of_search
echo "1..$cases"
[ "$failures" = 0 ]
