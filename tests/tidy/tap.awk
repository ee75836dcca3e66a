# SPDX-License-Identifier: Apache-2.0
#
# TAP from findings:
#
#     awk -f tap.awk CHECKS FINDINGS
#
#   CHECKS    a check a line: "name", or "name <tab> why it was skipped"
#   FINDINGS  "name <tab> what was found"; a name that is not among the checks is one more check
#
# A check without findings is ok. Exit status 1 when there is a finding.

BEGIN { FS = "\t" }

FNR == NR {
    name[++n] = $1
    skipped[$1] = $2
    known[$1] = 1
    next
}
{
    if (!($1 in known)) {
        name[++n] = $1
        known[$1] = 1
    }
    findings[$1] = findings[$1] "#   " substr($0, length($1) + 2) "\n"
}
END {
    for (i = 1; i <= n; i++) {
        if (name[i] in findings) {
            printf "not ok %d - %s\n%s", i, name[i], findings[name[i]]
            failed = 1
        } else if (skipped[name[i]] != "")
            printf "ok %d - %s # SKIP %s\n", i, name[i], skipped[name[i]]
        else
            printf "ok %d - %s\n", i, name[i]
    }
    printf "1..%d\n", n
    exit failed
}
