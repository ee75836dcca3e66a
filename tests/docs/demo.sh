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

status=0
sh "$root/examples/demo.sh" "$program" >"$base/first" 2>&1 || status=$?
report "it ends well" "$status" "$base/first"
status=0
(cd "$base" && sh "$root/examples/demo.sh" "$program" --once) >"$base/second" 2>&1 || status=$?
report "it ends well from another folder, with --once" "$status" "$base/first"
status=0
head -n "$(grep -c '' "$base/second")" "$base/first" | cmp -s - "$base/second" || status=1
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
shows "are not there yet"
status=0
! grep -q 'are not there yet' "$base/second" || status=1
report "with --once it ends where it ends" "$status" "$base/first"
status=0
sh "$root/examples/demo.sh" "$base/no-program" >/dev/null 2>&1 && status=1
report "without a program it fails" "$status" "$base/first"
report_end
