#!/bin/sh
# The rooms of src/ are those of ARCHITECTURE.md, and use what its table allows: rooms.sh [ROOT]
# One TAP case for each room; rooms.awk says what is checked.
set -eu
LC_ALL=C
export LC_ALL

tidy=$(cd "$(dirname "$0")" && pwd)
cd "${1:-$tidy/../..}"
base=$(mktemp -d "${TMPDIR:-/tmp}/tocsin-rooms-XXXXXX")
trap 'rm -rf "$base"' EXIT

find src -type f \( -name '*.c' -o -name '*.h' -o -name '*.def' \) | sort >"$base/files"
{
    echo table
    awk -F '|' '/^\| *room *\|/ { on = 1; next }
        on && !/^\|/ { on = 0 }
        on && !/^\|[-: |]+$/ { gsub(/ /, "", $2); print "room " $2 }' ARCHITECTURE.md
} >"$base/checks"

# shellcheck disable=SC2046
awk -f "$tidy/rooms.awk" ARCHITECTURE.md meson.build tests/unit/meson.build src/*/meson.build \
    $(cat "$base/files") >"$base/raw"
awk '{ print ($0 ~ /^table\t/ ? "" : "room ") $0 }' "$base/raw" >"$base/findings"
awk -f "$tidy/tap.awk" "$base/checks" "$base/findings"
