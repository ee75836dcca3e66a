#!/bin/sh
# Puts what the program prints today into the guides: refresh.sh PROGRAM [GUIDE...]
#
# tests/docs fails when a guide shows anything else; this is how it is put right. Read what changed
# before you commit it.
set -eu

program=$1
shift
root=$(cd "$(dirname "$0")/.." && pwd)
[ $# -gt 0 ] || set -- "$root/README.md" "$root"/docs/*.md
base=$(mktemp -d "${TMPDIR:-/tmp}/tocsin-refresh-XXXXXX")
trap 'rm -rf "$base"' EXIT

# One guide is printed as a whole.
"$program" config --format=markdown >"$base/settings.md"
cmp -s "$base/settings.md" "$root/docs/settings.md" || {
    cp "$base/settings.md" "$root/docs/settings.md"
    echo "$root/docs/settings.md is refreshed"
}

for guide in "$@"; do
    grep -q '^```console' "$guide" || continue
    awk -v mode=commands -f "$root/docs/transcript.awk" "$guide" >"$base/guide.t"
    TRANSCRIBE=1 sh "$root/tests/cli/run.sh" "$program" "$root" "$base/guide.t" >"$base/printed"
    awk -v mode=put -v printed="$base/printed" -f "$root/docs/transcript.awk" "$guide" >"$base/fresh"
    # How long something took is no reason to touch a guide.
    awk -v mode=play -f "$root/docs/transcript.awk" "$guide" >"$base/before"
    awk -v mode=play -f "$root/docs/transcript.awk" "$base/fresh" >"$base/after"
    cmp -s "$base/before" "$base/after" || {
        cat "$base/fresh" >"$guide"
        echo "$guide is refreshed"
    }
done
