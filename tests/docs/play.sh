#!/bin/sh
# What the guides show is what the program prints: play.sh PROGRAM SOURCE-ROOT GUIDE...
# Each guide is one session; each command in it one TAP case. docs/refresh.sh puts a guide right.
set -eu

program=$1
root=$2
shift 2
base=$(mktemp -d "${TMPDIR:-/tmp}/tocsin-guides-XXXXXX")
trap 'rm -rf "$base"' EXIT

for guide in "$@"; do
    awk -v mode=play -f "$root/docs/transcript.awk" "$root/$guide" \
        >"$base/$(basename "$guide" .md).t"
done
status=0
sh "$root/tests/cli/run.sh" "$program" "$root" "$base"/*.t || status=$?
[ "$status" = 0 ] || echo "# to put the guides right: sh docs/refresh.sh $program"
exit "$status"
