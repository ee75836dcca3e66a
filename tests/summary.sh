#!/bin/sh
# Counts the cases of a test run: summary.sh TESTLOG OUTPUT
# A TAP line "ok"/"not ok" is a case; a test that speaks no TAP is one case. A test that died
# between its cases counts as failed too.
set -eu
awk '
/^ok / { if (/# SKIP/) skipped++; else passed++ }
/^not ok / { failed++ }
END { printf "%d %d %d\n", passed, failed, skipped }
' "$1" >"$2.cases"
read -r passed failed skipped <"$2.cases"
broken=$(awk '/^(Fail|Unexpected Pass|Timeout|Error): / { n += $NF } END { print n + 0 }' "$2")
[ "$broken" -le "$failed" ] || failed=$broken
echo "$passed passed, $failed failed, $skipped skipped"
