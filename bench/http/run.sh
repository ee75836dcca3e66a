#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The server under load over loopback: run.sh BUILD [SECONDS [MILLION]]
#
# POST /match/default with one query on OFAC and UN (bodies.awk), with a key and with --no-auth; the log
# goes to /dev/null. What counts is the CPU time of the server's process, which other work on the machine
# does not blur as much as the clock. SECONDS is the length of a pass (10); MILLION how many requests
# the look at memory makes (1000000; 0 leaves it out).
#
# BUILD is a release build (build/release). Needs wrk, and the real lists in $TOCSIN_SHARED/data.
set -eu
export LC_ALL=C

build=$(realpath "${1:?usage: run.sh BUILD [SECONDS [MILLION]]}")
seconds=${2:-10}
million=${3:-1000000}
here=$(cd "$(dirname "$0")" && pwd)
lists=${TOCSIN_SHARED:-../shared}/data/lists
threads=2
connections=16

skip() {
    echo "SKIPPED: http: $*"
    exit 0
}

command -v wrk >/dev/null 2>&1 || skip "no wrk"
[ -d "$lists" ] || skip "no real lists at $lists (set TOCSIN_SHARED)"

folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM
TOCSIN_HOME=$folder/home
export TOCSIN_HOME

prepare() {
    "$build/tocsin" init
    "$build/tocsin" import "$lists/ofac-2021" "$lists/un/consolidated.xml"
    "$build/tocsin" token add bench --rate 6000000/min --json >"$folder/token"
} >"$folder/log" 2>&1

start() {
    "$build/tocsin" serve --listen 127.0.0.1:0 "$@" >"$folder/listening" 2>/dev/null &
    server=$!
    until grep -q '^Listening' "$folder/listening"; do
        kill -0 "$server" || exit 1
        sleep 0.1
    done
    url=$(sed -n 's/^Listening on //p' "$folder/listening")
    curl -sf --retry 100 --retry-delay 1 --retry-all-errors "$url/readyz" >/dev/null
}

stop() {
    kill "$server"
    wait "$server" || echo "the server's status: $?"
    server=
}

# Seconds of CPU time that the server has used.
cpu() {
    awk -v hertz="$(getconf CLK_TCK)" '{ sub(/.*\) /, ""); print ($12 + $13) / hertz }' \
        "/proc/$server/stat"
}

memory() {
    awk '/^VmRSS/ { printf "%.1f", $2 / 1024 }' "/proc/$server/status"
}

pace() {
    "$build/bench/bench-pace" "${url##*:}" "$folder/bodies" "$connections" "$@"
}

# wrk as fast as it is answered, then half of that at a steady rate.
pass() {
    name=$1
    as=$2
    # shellcheck disable=SC2086
    pace 0 20000 $as >/dev/null
    before=$(cpu)
    # shellcheck disable=SC2086
    wrk -t "$threads" -c "$connections" -d "$seconds" -s "$here/match.lua" "$url" \
        -- "$folder/bodies" "$threads" $as | sed -n 's/^RESULT //p' >"$folder/full"
    awk -v cpu="$(cpu)" -v before="$before" -v s="$seconds" -v name="$name" '{
        printf "%-10s full  %6.0f/CPU-s  %6.0f/s  failed %d  p50 %.2f ms  p99 %.2f ms  longest %.0f ms\n",
            name, $1 / (cpu - before), $1 / s, $2, $3 / 1000, $4 / 1000, $5 / 1000 }' "$folder/full"
    rate=$(awk -v s="$seconds" '{ printf "%d", $1 / s / 2 }' "$folder/full")
    before=$(cpu)
    # shellcheck disable=SC2086
    pace "$rate" "$((rate * seconds))" $as >"$folder/half"
    awk -v cpu="$(cpu)" -v before="$before" -v name="$name" '{
        printf "%-10s half  %6.0f/CPU-s  %6.0f/s  failed %d  p50 %.2f ms  p99 %.2f ms  p99.9 %.2f ms  longest %.0f ms\n",
            name, $1 / (cpu - before), $1 / $3, $2, $4 / 1000, $6 / 1000, $7 / 1000, $8 / 1000 }' \
        "$folder/half"
}

remember() {
    done=0
    for part in 10 40 50; do
        # shellcheck disable=SC2086
        pace 0 "$((million * part / 100))" "$1" >/dev/null
        done=$((done + million * part / 100))
        echo "memory     $(memory) MB after $done requests"
    done
}

prepare || { cat "$folder/log"; exit 1; }
bodies() {
    awk -v n=60000 -v listed="$1" -f "$here/bodies.awk" "$lists/ofac-2021/sdn.csv" \
        "$lists/un/consolidated.xml" "$lists/../quality/negatives_global.csv" >"$folder/bodies"
}
key=$(sed 's/.*"key":"\([^"]*\)".*/\1/' "$folder/token")

bodies 30
start --no-auth
pass no-auth ""
stop
start
pass key "$key"
bodies 100
pass listed "$key"
bodies 30
[ "$million" = 0 ] || remember "$key"
stop
