#!/bin/sh
# What a user of the library has after an install: install.sh BUILD-FOLDER SOURCE-ROOT [SANITIZE]
#
# Installs a build into a temporary folder and works with nothing but what lies there: headers,
# library, pkg-config file, program, man pages, completions. SANITIZE is what the library was built
# with (meson's b_sanitize); a program that uses such a library must be built so too. A check whose
# tool is missing is skipped and says so.
set -eu
LC_ALL=C.UTF-8
export LC_ALL

build=$(realpath "$1")
root=$(realpath "$2")
sanitize=${3:-none}
base=$(mktemp -d "${TMPDIR:-/tmp}/tocsin-install-XXXXXX")
trap 'rm -rf "$base"' EXIT
dest=$base/dest
log=$base/log
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"

# check NAME COMMAND...: ok when the command ends well
check() {
    name=$1
    shift
    status=0
    "$@" >"$log" 2>&1 || status=1
    report "$name" "$status" "$log"
}

# needs NAME TOOL: whether the tool is there; if not, the case is skipped
needs() {
    command -v "$2" >/dev/null 2>&1 || {
        skip "$1" "$2"
        return 1
    }
}

# ---- the install ----------------------------------------------------------------------------------

needs "everything" meson || {
    report_end
    exit 0
}
check "meson install" env DESTDIR="$dest" meson install -C "$build" --no-rebuild --quiet
pc=$(find "$dest" -name tocsin.pc)
[ -n "$pc" ] || {
    echo "Bail out! nothing was installed: $(cat "$log")"
    exit 1
}
libdir=$(dirname "$(dirname "$pc")")
prefix=$dest$(sed -n 's/^prefix=//p' "$pc")
LD_LIBRARY_PATH=$libdir
TOCSIN_HOME=$base/home
export LD_LIBRARY_PATH TOCSIN_HOME

# ---- files ----------------------------------------------------------------------------------------

only_two_headers() {
    find "$prefix/include" -type f | sed "s|$prefix/include/||" | sort >"$base/headers"
    printf 'tocsin/error.h\ntocsin/tocsin.h\n' | diff - "$base/headers"
}

soname_is_a_link() {
    [ -L "$libdir/libtocsin.so" ] && [ -e "$libdir/libtocsin.so.0" ] &&
        [ "$(readlink -f "$libdir/libtocsin.so")" = "$(readlink -f "$libdir/libtocsin.so.0")" ]
}

no_build_paths() {
    ! grep -F -e "$build" -e "$root" "$pc" "$prefix"/include/tocsin/*.h
}

check "two headers, and no others" only_two_headers
check "libtocsin.so leads to libtocsin.so.0" soname_is_a_link
check "no path of the build is left in what is text" no_build_paths

# ---- symbols --------------------------------------------------------------------------------------

exported() {
    nm -D --defined-only "$libdir/libtocsin.so" | awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' |
        sort -u
}

declared() {
    awk '{ while (match($0, /tocsin_[a-z_]+\(/)) {
        print substr($0, RSTART, RLENGTH - 1); $0 = substr($0, RSTART + RLENGTH) } }' \
        "$prefix"/include/tocsin/*.h | sort -u
}

only_tocsin() {
    exported | grep -v '^tocsin_' && return 1
    [ "$(exported | wc -l)" -le 64 ]
}

# Examples in the essays are calls too; so every export is declared, and every declaration exported.
as_declared() {
    exported >"$base/exported"
    declared >"$base/declared"
    diff "$base/declared" "$base/exported"
}

no_run_path() {
    ! readelf -d "$1" | grep -E 'RPATH|RUNPATH'
}

if needs "exported symbols" nm; then
    check "nothing but tocsin_* is exported, and no more than 64" only_tocsin
    check "what the headers declare is exported, and nothing else" as_declared
fi
if needs "no search path of the build" readelf; then
    check "no search path of the build in the library" no_run_path "$libdir/libtocsin.so"
    check "no search path of the build in the program" no_run_path "$prefix/bin/tocsin"
fi

# ---- the program ----------------------------------------------------------------------------------

import_examples() {
    "$prefix/bin/tocsin" init
    "$prefix/bin/tocsin" import "$root/examples/lists/ofac" "$root/examples/lists/un/consolidated.xml"
}

check "the program says its version" "$prefix/bin/tocsin" version
check "the program loads lists" import_examples

# ---- a program of somebody else -------------------------------------------------------------------

compiler=${CC:-cc}
flags=
[ "$sanitize" = none ] || flags="-fsanitize=$sanitize"

flags_of() {
    PKG_CONFIG_PATH=$libdir/pkgconfig PKG_CONFIG_SYSROOT_DIR=$dest pkg-config "$@" tocsin
}

# compile SOURCE PROGRAM
compile() {
    # shellcheck disable=SC2046,SC2086
    "$compiler" -std=c11 -Wall -Wextra -Werror -pedantic $flags "$1" -o "$2" \
        $(flags_of --cflags --libs)
}

finds_the_person() {
    code=0
    "$1" "$TOCSIN_HOME" 'Ferdik Quentabri' >"$base/found" || code=$?
    cat "$base/found"
    [ "$code" = "$2" ] && grep -q 'QUENTABRY' "$base/found"
}

finds_nobody() {
    "$base/screen" "$TOCSIN_HOME" 'Ottoline Vanterpost' 1982 >"$base/found" && [ ! -s "$base/found" ]
}

says_what_is_wrong() {
    code=0
    "$base/screen" "$base/nowhere" 'Ottoline Vanterpost' || code=$?
    [ "$code" = 3 ]
}

# The whole program in the guide.
guide_program() {
    awk '/^```c$/ { on = 1; next } /^```/ { on = 0 } on' "$root/docs/library.md" >"$base/guide.c"
    compile "$base/guide.c" "$base/guide"
}

cplusplus() {
    printf '#include <tocsin/tocsin.h>\nint main() { return tocsin_version() == nullptr; }\n' \
        >"$base/use.cc"
    # shellcheck disable=SC2046
    c++ -std=c++11 -Wall -Wextra -Werror -fsyntax-only "$base/use.cc" $(flags_of --cflags)
}

if needs "a program that uses the library" "$compiler" &&
    needs "a program that uses the library" pkg-config; then
    check "examples/screen.c compiles" compile "$root/examples/screen.c" "$base/screen"
    check "it finds who is listed" finds_the_person "$base/screen" 1
    check "it finds nobody who is not" finds_nobody
    check "it says that there is no home" says_what_is_wrong
    check "the program in docs/library.md compiles" guide_program
    check "it finds who is listed, too" finds_the_person "$base/guide" 0
fi
if needs "the headers in C++" c++ && needs "the headers in C++" pkg-config; then
    check "the headers in C++" cplusplus
fi

# ---- pages and completions ------------------------------------------------------------------------

man_pages_lint() {
    find "$prefix/share/man" -name '*.1' | sort >"$base/pages"
    "$prefix/bin/tocsin" help --format=json | grep -o '{"name":"[a-z]*","arguments"' | wc -l \
        >"$base/commands"
    cat "$base/pages"
    [ "$(wc -l <"$base/pages")" = $(($(cat "$base/commands") + 1)) ] || return 1
    xargs mandoc -T lint -W error <"$base/pages"
}

if needs "man pages" scdoc && needs "man pages" mandoc; then
    check "a man page for the program and each command, without errors" man_pages_lint
fi
for shell in bash zsh fish; do
    needs "completion for $shell" "$shell" || continue
    case $shell in
    bash) file=$prefix/share/bash-completion/completions/tocsin ;;
    zsh) file=$prefix/share/zsh/vendor-completions/_tocsin ;;
    fish) file=$prefix/share/fish/vendor_completions.d/tocsin.fish ;;
    esac
    check "completion for $shell" "$shell" -n "$file"
done

report_end
