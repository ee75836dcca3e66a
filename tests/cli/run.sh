#!/bin/sh
# Plays transcripts against the program: run.sh PROGRAM SOURCE-ROOT TRANSCRIPT...
# tests/transcript.sh says how they are written.
set -eu

root=$2
. "$root/tests/transcript.sh"
transcripts_open "$1" "$2"
shift 2
transcripts_play "$@"
