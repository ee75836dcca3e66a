#!/bin/sh
# Man pages and completions: make.sh PROGRAM FOLDER
#
# All of it is printed by the program from its table of commands; scdoc makes pages of it, and mandoc
# looks them over. An install does the same through packaging/meson.build; this is for reading them
# before.
set -eu

[ $# = 2 ] || {
    echo "usage: make.sh PROGRAM FOLDER" >&2
    exit 2
}
program=$1
folder=$2
mkdir -p "$folder/man1" "$folder/man5" "$folder/completions"

# page NAME SECTION COMMAND...
page() {
    file=$folder/man$2/$1.$2
    shift 2
    "$program" "$@" | scdoc >"$file.new"
    if command -v mandoc >/dev/null 2>&1; then
        mandoc -T lint -W error "$file.new" >&2
    fi
    mv "$file.new" "$file"
}

page tocsin 1 help --format=scdoc
page tocsin-node.yaml 5 config --format=scdoc
"$program" help --format=json | sed 's/{"name":"\([a-z]*\)","arguments"/\
@\1\
/g' | sed -n 's/^@//p' >"$folder/commands"
while read -r command; do
    page "tocsin-$command" 1 help --format=scdoc "$command"
done <"$folder/commands"
rm "$folder/commands"
"$program" help --format=bash >"$folder/completions/tocsin"
"$program" help --format=zsh >"$folder/completions/_tocsin"
"$program" help --format=fish >"$folder/completions/tocsin.fish"

echo "$folder/man1: $(find "$folder/man1" -name '*.1' | wc -l) pages; read one with: man -l $folder/man1/tocsin.1"
echo "$folder/completions: bash, zsh, fish"
