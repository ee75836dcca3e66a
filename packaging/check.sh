#!/bin/sh
# Proves what the program prints for packages: check.sh PROGRAM
# Man pages by scdoc and mandoc, completions by the shells; each check is skipped, and says so, where
# its tool is not installed.
set -eu

program=$(realpath "$1")
base=$(mktemp -d "${TMPDIR:-/tmp}/tocsin-packaging-XXXXXX")
trap 'rm -rf "$base"' EXIT
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tests/tap.sh"

# has NAME TOOL...: true when all tools are there, else the case NAME is skipped
has() {
    name=$1
    shift
    for tool in "$@"; do
        if ! command -v "$tool" >/dev/null 2>&1; then
            skip "$name" "$tool"
            return 1
        fi
    done
}

# page TITLE COMMAND...: what the command prints is a man page without complaints
page() {
    title=$1
    shift
    has "$title" scdoc mandoc || return 0
    status=0
    "$program" "$@" >"$base/page.scd"
    scdoc <"$base/page.scd" >"$base/page.1" 2>"$base/log" &&
        mandoc -T lint -W error "$base/page.1" >>"$base/log" 2>&1 || status=1
    report "$title" "$status" "$base/log"
}

# completion SHELL: printed, and the shell's parser takes it
completion() {
    has "completion for $1" "$1" || return 0
    status=0
    "$program" help "--format=$1" >"$base/completion"
    "$1" -n "$base/completion" >"$base/log" 2>&1 || status=1
    report "completion for $1" "$status" "$base/log"
}

# offers WORDS EXPECTED: what bash offers at the end of these words
offers() {
    has "bash offers $2" bash || return 0
    "$program" help --format=bash >"$base/completion"
    # shellcheck disable=SC2016,SC2086
    bash -c '
        compopt() { :; }
        . "$1"
        shift
        COMP_WORDS=("$@")
        COMP_CWORD=$(($# - 1))
        _tocsin
        printf "%s\n" "${COMPREPLY[@]}"
    ' bash "$base/completion" $1 "" >"$base/offered" 2>&1
    status=0
    grep -qxF -e "$2" "$base/offered" || status=1
    report "bash offers $2 after $1" "$status" "$base/offered"
}

page "tocsin(1)" help --format=scdoc
page "tocsin-node.yaml(5)" config --format=scdoc
for command in $("$program" help --format=json | sed 's/{"name":"\([a-z]*\)","arguments"/\n@\1\n/g' |
    sed -n 's/^@//p'); do
    page "tocsin-$command(1)" help --format=scdoc "$command"
done
completion bash
completion zsh
completion fish
offers "tocsin" screen
offers "tocsin --home x" import
offers "tocsin help" evaluate
offers "tocsin config" limit.body
offers "tocsin screen --date-order" month
offers "tocsin screen --algorithm" eu-332
report_end
