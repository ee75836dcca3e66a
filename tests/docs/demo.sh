#!/bin/sh
# The demo runs to its end, twice the same, and shows what it promises: demo.sh PROGRAM SOURCE-ROOT
set -eu

program=$(realpath "$1")
root=$2
base=$(mktemp -d "${TMPDIR:-/tmp}/tocsin-demo-test-XXXXXX")
trap 'rm -rf "$base"' EXIT
mkdir "$base/tmp"
SOURCE_DATE_EPOCH=1769900400
LC_ALL=C.UTF-8
TZ=UTC
COLUMNS=80
TMPDIR=$base/tmp
export SOURCE_DATE_EPOCH LC_ALL TZ COLUMNS TMPDIR
unset TOCSIN_HOME
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"

# shows WORDS: a line of the demo has them
shows() {
    status=0
    grep -qF -e "$1" "$base/first" || status=1
    report "it shows: $1" "$status" "$base/first"
}

# Waits until a file has the words, or the process is gone.
wait_for() {
    until grep -qF -e "$1" "$2"; do
        kill -0 "$3" 2>/dev/null || return 1
        sleep 0.1
    done
}

status=0
: >"$base/first"
sh "$root/examples/demo.sh" "$program" >"$base/first" 2>&1 & demo=$!
wait_for "Listening on http" "$base/first" "$demo" || status=1
report "it serves in the end" "$status" "$base/first"
status=0
kill -TERM "$demo"
wait "$demo" || status=$?
report "it ends well when it is interrupted" "$status" "$base/first"
status=0
(cd "$base" && sh "$root/examples/demo.sh" "$program" --once) >"$base/second" 2>&1 || status=$?
report "it ends well from another folder, with --once" "$status" "$base/second"
status=0
for run in first second; do
    sed -e '/^9\. The console/,$d' -e '/^That is it/,$d' "$base/$run" >"$base/$run.same"
done
cmp -s "$base/first.same" "$base/second.same" || status=1
report "it prints the same twice" "$status" "$base/first"
status=0
[ -z "$(ls -A "$base/tmp")" ] || status=1
report "it leaves nothing behind" "$status" "$base/first"
shows "MATCH  Anzel PELLGROVE"
shows "MATCH  Lirien Ostvane"
shows "below  Sæunn Hrafndísardóttir"
shows "IMO Number, check digit holds"
shows "No match at 0.70 or above; --below shows what came nearest"
shows "no match at the threshold 0.70"
shows "20 rows, "
shows "C-0006  1.0000  魏蘭博 = WEI LANBO (unsc-9900005)"
shows "tocsin serve --no-auth"
status=0
! grep -q 'tocsin serve' "$base/second" || status=1
report "with --once it does not serve" "$status" "$base/second"
status=0
sh "$root/examples/demo.sh" "$base/no-program" >/dev/null 2>&1 && status=1
report "without a program it fails" "$status" "$base/first"
report_end
