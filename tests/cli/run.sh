#!/bin/sh
# Plays transcripts against the program: run.sh PROGRAM SOURCE-ROOT TRANSCRIPT...
# tests/transcript.sh says how they are written.
set -eu

root=$2
. "$root/tests/transcript.sh"

# terminal COMMAND-LINE: what it prints on a terminal, with < and > for the isolates (U+2068, U+2069).
terminal() {
    status=0
    text=$(TERM=xterm script -qec "$1" /dev/null) || status=$?
    printf '%s\n' "$text" | tr -d '\r' | sed "s/$(printf '\342\201\250')/</g; s/$(printf '\342\201\251')/>/g"
    return "$status"
}

transcripts_open "$1" "$2"
shift 2
transcripts_play "$@"
