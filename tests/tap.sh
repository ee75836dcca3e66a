#!/bin/sh
# TAP for the checks that are shell scripts: sourced, not run.
#
#   report NAME STATUS FILE   one line; when STATUS is not 0, with what FILE holds
#   skip NAME TOOL            one line: the case needs a tool that is not there
#   report_end                the plan; its status is that of the whole
cases=0
failures=0

report() {
    cases=$((cases + 1))
    if [ "$2" = 0 ]; then
        echo "ok $cases - $1"
        return
    fi
    failures=$((failures + 1))
    echo "not ok $cases - $1"
    sed 's/^/#   /' "$3"
}

skip() {
    cases=$((cases + 1))
    echo "ok $cases - $1 # SKIP no $2"
}

report_end() {
    echo "1..$cases"
    [ "$failures" = 0 ]
}
