#!/bin/sh
# What other programs think of the source: lint.sh [--deep]
#
#   gcc, clang     the whole project with every warning as an error
#   headers        each header compiles alone, in C and (the public ones) in C++
#   cppcheck       what it is sure of
#   tidy           sizes, rooms, calls, links, shell (tests/tidy)
#   codespell      prose and comments
#
# and with --deep, which takes minutes, clang-tidy. A tool that is not there is skipped and named.
# The last line says how many steps failed.
set -eu
cd "$(dirname "$0")/.."

deep=${1:-}
mkdir -p build
log=build/lint.log
failed=0
skipped=0

# step NAME TOOLS COMMAND...: skipped when one of the tools is missing
step() {
    name=$1
    tools=$2
    shift 2
    for tool in $tools; do
        command -v "$tool" >/dev/null 2>&1 || {
            skipped=$((skipped + 1))
            echo "skipped $name: no $tool here"
            return
        }
    done
    if "$@" >"$log" 2>&1; then
        echo "ok      $name"
        return
    fi
    failed=$((failed + 1))
    echo "FAILED  $name"
    tail -n 60 "$log" | sed 's/^/        /'
}

# compile COMPILER: in a build folder of its own, warnings as errors
compile() {
    folder=build/lint-$1
    [ -f "$folder/build.ninja" ] || CC=$1 meson setup "$folder" -Dwerror=true -Dtests=enabled \
        -Dconsole=disabled ||
        return 1
    ninja -C "$folder" -k 0 >build/lint.ninja && return
    sed -n '/^FAILED/,/^\[/{ /^\[/d; / -c -o\|^cc \|^gcc \|^clang /d; p; }' build/lint.ninja
    return 1
}

flags() {
    pkg-config --cflags icu-uc icu-i18n libsodium jansson libxml-2.0 zlib sqlite3 libseccomp libxxhash \
        libmicrohttpd gnutls libsystemd yaml-0.1
}

# Every header alone, twice, so that a missing include or guard shows.
headers() {
    status=0
    find include src -name '*.h' | sort >build/lint.headers
    while read -r header; do
        header=$(echo "$header" | sed 's/^include\///; s/^src\///')
        printf '#include "%s"\n#include "%s"\n' "$header" "$header" >build/lint.header.c
        # shellcheck disable=SC2046
        gcc -std=gnu11 -D_GNU_SOURCE -Wall -Wextra -Werror -fsyntax-only -Iinclude -Isrc -Isrc/base \
            $(flags) build/lint.header.c || status=1
    done <build/lint.headers
    rm -f build/lint.header.c build/lint.headers
    return "$status"
}

public_headers() {
    printf '#include "tocsin/tocsin.h"\nint main(void) { return tocsin_version() ? 0 : 1; }\n' \
        >build/lint.public.c
    for standard in c99 c11 c17; do
        gcc -std="$standard" -pedantic -Wall -Wextra -Werror -fsyntax-only -Iinclude \
            build/lint.public.c || return 1
    done
    g++ -std=c++11 -x c++ -pedantic -Wall -Wextra -Werror -fsyntax-only -Iinclude build/lint.public.c
}

# uninitvar: an array of n elements is taken to be read when n is 0. returnDanglingLifetime: TRY
# returns an error, not what the error was about. internalAstError: x ?: y is not known. autoVariables:
# options may point to what lives as long as the call.
static_analysis() {
    cppcheck --quiet --std=c11 --language=c --enable=warning,portability,performance -j2 \
        --inline-suppr --error-exitcode=1 \
        --suppress=missingInclude --suppress=missingIncludeSystem \
        --suppress=uninitvar --suppress=legacyUninitvar \
        --suppress=returnDanglingLifetime --suppress=internalAstError --suppress=autoVariables \
        --template='{file}:{line}: {severity}: {message} [{id}]' \
        -D_GNU_SOURCE '-DTOCSIN_VERSION="x"' '-Djson_object_foreach(o,k,v)=while(k)' \
        '-Djson_array_foreach(a,i,v)=while(i)' \
        -Iinclude -Isrc -Isrc/base src examples
}

# Words of other languages, and words that are misspelt to see what happens, are not its business.
# The lists of words in src/name are none of English.
spelling() {
    codespell --skip='./build*,./.git,*/node_modules,*.def,*.csv,*.t,*.cases,*/data/*,*/corpus/*,./examples/lists' \
        --skip='./tests/unit,./bench/persons.c,./src/name/romanise_syllable.c,./src/record/country.c' \
        --ignore-words-list='adresses,wel,nd,hte,te,teh' .
}

deep_analysis() {
    find src -name '*.c' ! -name '*_gen.c' | sort | xargs clang-tidy -p build/lint-clang --quiet \
        --warnings-as-errors='*' --checks='-*,clang-analyzer-*,bugprone-*,misc-redundant-expression,'\
'-bugprone-easily-swappable-parameters,-bugprone-narrowing-conversions,'\
'-bugprone-implicit-widening-of-multiplication-result,-bugprone-macro-parentheses,'\
'-bugprone-assignment-in-if-condition,-bugprone-branch-clone,'\
'-clang-analyzer-valist.Uninitialized,'\
'-clang-analyzer-security.insecureAPI.DeprecatedOrUnsafeBufferHandling'
}

step tidy awk sh tests/tidy/tidy.sh
step rooms awk sh tests/tidy/rooms.sh
step headers "gcc pkg-config" headers
step "public headers" "gcc g++" public_headers
step codespell codespell spelling
step cppcheck cppcheck static_analysis
step gcc "gcc meson ninja" compile gcc
step clang "clang meson ninja" compile clang
[ "$deep" != --deep ] || step clang-tidy clang-tidy deep_analysis
rm -f "$log" build/lint.public.c build/lint.ninja
echo "$failed failed, $skipped skipped"
[ "$failed" = 0 ]
