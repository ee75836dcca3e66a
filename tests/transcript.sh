#!/bin/sh
# Transcripts as tests: sourced, not run. tests/cli and tests/http play theirs with it.
#
# A transcript is what a person would see in a terminal:
#
#     # a remark
#     $ tocsin screen 'Ferdik Quentabri'
#     1 match at 0.70 or above
#     ~
#     [exit 1]
#
# A line with "$ " is a command, split into words as the shell does (quotes; no pipes). Below it stands
# what it prints, standard output and standard error together, and its exit status if that is not 0. In
# expected lines "~" stands for any text within the line; a line "~~" stands for any number of lines,
# also none.
#
# Each transcript begins in an empty folder of its own with a copy of the examples in it, no home,
# a fixed clock and 80 columns. Every command is one TAP case. With TRANSCRIBE=1 the transcript is
# printed again with what really came out, to begin a new one from.
#
#     transcripts_open PROGRAM SOURCE-ROOT   before anything else
#     transcripts_play TRANSCRIPT...         all of it; its status is that of the whole
#
# Commands may be functions of the script that plays. Where it has functions of these names, transcript_begin
# is run before each transcript, and transcript_over is a command at the end of each; what that prints
# is what went wrong.

cases=0
failures=0

# Compares $base/expected with $base/actual; says nothing when they fit.
compare() {
    LC_ALL=C awk '
    function line_fits(want, have,    n, part, i, at) {
        n = split(want, part, "~")
        if (n <= 1)
            return want == have
        if (substr(have, 1, length(part[1])) != part[1])
            return 0
        have = substr(have, length(part[1]) + 1)
        for (i = 2; i < n; i++) {
            at = index(have, part[i])
            if (part[i] != "" && !at)
                return 0
            if (part[i] != "")
                have = substr(have, at + length(part[i]))
        }
        return length(have) >= length(part[n]) &&
               substr(have, length(have) - length(part[n]) + 1) == part[n]
    }
    function fits(w, h) {
        for (; w <= wants; w++) {
            if (want[w] == "~~") {
                for (; h <= haves + 1; h++)
                    if (fits(w + 1, h))
                        return 1
                return 0
            }
            if (h > haves || !line_fits(want[w], have[h]))
                return 0
            h++
        }
        return h > haves
    }
    FNR == NR { want[++wants] = $0; next }
    { have[++haves] = $0 }
    END { exit !fits(1, 1) }
    ' "$base/expected" "$base/actual"
}

show() {
    sed "s/^/#   $1 /" "$2"
}

# The words of a command line, run in the transcript's folder. What was kept are variables.
execute() {
    # shellcheck source=/dev/null
    [ ! -f "$base/kept" ] || . "$base/kept"
    eval "set -- $1"
    cd "$base/work" || return
    "$@"
}

# Runs $command, judges it, and forgets it.
finish() {
    [ -n "$command" ] || return 0
    cases=$((cases + 1))
    status=0
    (execute "$command") >"$base/actual" 2>&1 </dev/null || status=$?
    [ "${command%% *}" = keep ] || cp "$base/actual" "$base/before"
    if [ -n "${TRANSCRIBE:-}" ]; then
        printf '$ %s\n' "$command"
        cat "$base/actual"
        [ "$status" = 0 ] || echo "[exit $status]"
    elif [ "$status" = "$expected_status" ] && compare; then
        printf '%s\n' "ok $cases - $name: $command"
    else
        failures=$((failures + 1))
        printf '%s\n' "not ok $cases - $name: $command"
        [ "$status" = "$expected_status" ] || echo "# exit $status, not $expected_status"
        show - "$base/expected"
        show + "$base/actual"
    fi
    command=
}

begin() {
    command=$1
    expected_status=0
    : >"$base/expected"
}

play() {
    name=$(basename "$1" .t)
    rm -rf "$base/work" "$base/kept"
    mkdir "$base/work"
    cp -R "$root/examples" "$base/work/examples"
    ! command -v transcript_begin >/dev/null || transcript_begin
    command=
    while IFS= read -r line || [ -n "$line" ]; do
        case $line in
        '$ '*)
            finish
            begin "${line#??}"
            ;;
        '[exit '*)
            expected_status=${line#??????}
            expected_status=${expected_status%]}
            ;;
        '#'*)
            [ -z "${TRANSCRIBE:-}" ] || { finish; echo "$line"; }
            ;;
        *)
            [ -z "$command" ] || printf '%s\n' "$line" >>"$base/expected"
            ;;
        esac
    done <"$1"
    finish
    if command -v transcript_over >/dev/null; then
        begin transcript_over
        finish
    fi
}

transcripts_open() {
    program=$(realpath "$1")
    root=$(realpath "$2")
    base=$(mktemp -d "${TMPDIR:-/tmp}/tocsin-play-XXXXXX")
    trap 'rm -rf "$base"' EXIT
    trap 'exit 1' INT TERM HUP
    mkdir "$base/bin"
    ln -s "$program" "$base/bin/tocsin"
    PATH=$base/bin:$PATH
    HOME=$base/work
    TOCSIN_HOME=home
    COLUMNS=80
    NO_COLOR=1
    LC_ALL=C.UTF-8
    TZ=UTC
    SOURCE_DATE_EPOCH=1769900400
    export PATH HOME TOCSIN_HOME COLUMNS NO_COLOR LC_ALL TZ SOURCE_DATE_EPOCH
    unset XDG_DATA_HOME
}

transcripts_play() {
    for transcript in "$@"; do
        play "$transcript"
    done
    [ -n "${TRANSCRIBE:-}" ] || echo "1..$cases"
    [ "$failures" = 0 ]
}
