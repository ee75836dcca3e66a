#!/bin/sh
# docs/settings.md is what the table of settings says: settings.sh PROGRAM SOURCE-ROOT
set -eu

program=$(realpath "$1")
root=$2
base=$(mktemp -d "${TMPDIR:-/tmp}/tocsin-settings-XXXXXX")
trap 'rm -rf "$base"' EXIT
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"

status=0
"$program" config --format=markdown >"$base/settings.md"
diff "$root/docs/settings.md" "$base/settings.md" >"$base/diff" 2>&1 || status=1
echo "to put it right: sh docs/refresh.sh $program" >>"$base/diff"
report "docs/settings.md is what \`tocsin config --format=markdown\` prints" "$status" "$base/diff"
report_end
