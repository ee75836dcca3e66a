#!/bin/sh
# The checks themselves are checked: planted.sh rooms|tidy|globals
#
# A small house that is in order is made in a temporary folder. Every row below spoils a copy of it
# in one way and names the check and the words with which that must be found; everything else must
# stay quiet. A check that finds nothing is worse than none.
# shellcheck disable=SC2016
set -eu
LC_ALL=C
export LC_ALL

tidy=$(cd "$(dirname "$0")" && pwd)
base=$(mktemp -d "${TMPDIR:-/tmp}/tocsin-planted-XXXXXX")
trap 'rm -rf "$base"' EXIT
good=$base/good
house=$base/house
cases=0
failures=0
to=TO # in two parts, so that this file does not hold what it plants
me=me
SPDX='/* SPDX-License-Identifier: Apache-2.0'

# c_file PATH: an essay, then what comes in
c_file() {
    printf '%s\n *\n * A file of the house that is made for this test.\n */\n' "$SPDX" >"$1"
    cat >>"$1"
}

make_good() {
    mkdir -p "$good/src/base" "$good/src/name" "$good/src/cmd" "$good/include/tocsin" \
        "$good/tests/unit" "$good/docs" "$good/examples"
    cat >"$good/ARCHITECTURE.md" <<'END'
# House

| room | may use | door | libraries | in one sentence |
|---|---|---|---|---|
| base | - | base.h | - | The cellar. |
| name | base | name.h | icu | Names. |
| cmd | base | - | - | The program. |

See [the guide](docs/guide.md#first-steps) and [elsewhere](https://example.org/).
END
    cat >"$good/docs/guide.md" <<'END'
# First steps

`tocsin ask --loud NAME` asks, `./run demo` shows. Back to [the house](../ARCHITECTURE.md).

```
$ tocsin --home x ask --help
```
END
    printf "project('x', 'c')\nrooms = ['base', 'name', 'cmd']\n" >"$good/meson.build"
    printf "stands_on = {\n  'base': [],\n  'name': ['base'],\n  'cmd': ['base'],\n}\n" \
        >"$good/tests/unit/meson.build"
    printf "sources = files('base.c', 'clock.c')\n" >"$good/src/base/meson.build"
    printf "sources = files('name.c')\nx = custom_target('t', output: 'made.h')\n" \
        >"$good/src/name/meson.build"
    printf "sources = files('main.c')\n" >"$good/src/cmd/meson.build"
    printf '#!/bin/sh\ncase $1 in\ndemo) cmd_demo ;;\nesac\n' >"$good/run"
    c_file "$good/include/tocsin/tocsin.h" </dev/null
    c_file "$good/src/base/base.h" <<'END'
#include <stddef.h>
#include "tocsin/tocsin.h"
END
    c_file "$good/src/base/base.c" <<'END'
#include "base/base.h"
END
    c_file "$good/src/base/clock.c" <<'END'
#include <time.h>
#include "base.h"

long now(void)
{
    return time(NULL);
}
END
    c_file "$good/src/name/name.h" </dev/null
    c_file "$good/src/name/inside.h" </dev/null
    c_file "$good/src/name/word.def" <<'END'
WORD("one")
WORD("two")
END
    c_file "$good/src/name/name.c" <<'END'
#include "name/name.h"

#include <unicode/uchar.h>

#include "base/base.h"
#include "inside.h"
#include "made.h"

static const char *const words[] = {
#define WORD(text) text,
#include "name/word.def"
};

/* A remark that speaks of strcpy(a, b) and time(). */
int length(struct x *x, const char *text)
{
    return x->time(text, "strcat(a, b)") + text[0] == '"' ? 1 : 2;
}
END
    c_file "$good/src/cmd/command.def" <<'END'
COMMAND(ask, "NAME", 1, 1, "", "Ask", "Asks.")
USES(ask, common)
OPTION(common, "help", "", FLAG, "", "Help.")
OPTION(ask, "loud", "", FLAG, "", "Loud.")
END
    c_file "$good/src/cmd/main.c" <<'END'
#include "base/base.h"

#define COMMAND(id, a, b, c, d, e, f)
#define USES(id, group)
#define OPTION(id, a, b, c, d, e)
#include "cmd/command.def"

int main(void)
{
    printf("a command may print\n");
    return 0;
}
END
    c_file "$good/examples/use.c" <<'END'
#include <tocsin/tocsin.h>
END
}

# judge SCRIPT NAME CHECK WORDS: runs the script on the house; what is "not ok" must be CHECK alone,
# with a line that holds WORDS. An empty CHECK: nothing must be found.
judge() {
    cases=$((cases + 1))
    sh "$tidy/$1.sh" "$house" >"$base/out" 2>&1 || true
    wanted=${3:+"not ok - $3"}
    sed -n 's/^not ok [0-9]*/not ok/p' "$base/out" >"$base/found"
    [ "$3" != shell ] || sed -i '/shellcheck$/d' "$base/found" # which says it too
    if [ "$(cat "$base/found")" = "$wanted" ] && { [ -z "$3" ] || grep -qF -e "$4" "$base/out"; } &&
        grep -q '^1\.\.' "$base/out"; then
        echo "ok $cases - $1: $2"
        return
    fi
    failures=$((failures + 1))
    echo "not ok $cases - $1: $2"
    echo "#   wanted: ${3:-nothing}: ${4:-}"
    sed 's/^/#   /' "$base/out"
}

fresh() {
    rm -rf "$house"
    cp -R "$good" "$house"
}

# line FILE TEXT: one more line at the end
line() {
    printf '%s\n' "$2" >>"$house/$1"
}

# change FILE SED-PROGRAM
change() {
    sed "$2" "$house/$1" >"$base/changed"
    cat "$base/changed" >"$house/$1"
}

rooms() {
    fresh
    judge rooms "a house in order" "" ""

    fresh
    line src/name/name.c '#include "cmd/command.def"'
    judge rooms "a room above" "room name" "name.c:23: \"cmd/command.def\": the room may not use cmd"
    fresh
    line src/cmd/main.c '#include "name/name.h"'
    judge rooms "a room that the row does not name" "room cmd" "may not use name"
    fresh
    change ARCHITECTURE.md 's/^| cmd | base/| cmd | base name/'
    change tests/unit/meson.build "s/'cmd': \['base'/&, 'name'/"
    line src/cmd/main.c '#include "name/name.h"'
    judge rooms "the same once the row names it" "" ""
    line src/cmd/main.c '#  include "name/inside.h"'
    judge rooms "an inside of another room" "room cmd" "an inside of name, not a door"
    line src/cmd/main.c '#include "name/word.def"'
    judge rooms "a table of another room that is no door" "room cmd" "name/word.def"
    fresh
    line src/base/base.c '#include "nobody/door.h"'
    judge rooms "a room that there is not" "room base" "there is no room nobody"
    fresh
    line src/base/base.c '#include "../name/name.h"'
    judge rooms "a path upwards" "room base" "climbs out"
    fresh
    line src/name/name.c '#include "base/deep/base.h"'
    judge rooms "a path further down" "room name" "neither an own file nor a door"
    fresh
    line src/name/name.c '#include "other.h"'
    judge rooms "a file that is not there" "room name" '"other.h" is not a file of the room'
    fresh
    line src/name/name.c '#include "tocsin/inside.h"'
    judge rooms "a public header that there is not" "room name" "no public header"
    fresh
    line src/base/base.c '#include <unicode/uchar.h>'
    judge rooms "a library of another room" "room base" "is of icu"
    fresh
    line src/base/base.c '#include <sqlite3.h>'
    judge rooms "SQL outside of its room" "room base" "is of sqlite"
    fresh
    line src/base/base.c '#include <archive/archive.h>'
    judge rooms "a library that nobody named" "room base" "that nobody named"

    fresh
    mkdir "$house/src/attic"
    c_file "$house/src/attic/attic.c" </dev/null
    judge rooms "a folder without a row" table "the room attic does not stand"
    fresh
    change ARCHITECTURE.md 's/^| name | base |/| name | cmd |/'
    judge rooms "a row that points upwards" "room name" "stands above it"
    fresh
    change ARCHITECTURE.md 's/name\.h/gate.h/'
    judge rooms "a door that is not there" "room name" "there is no door gate.h"
    fresh
    change ARCHITECTURE.md 's/The cellar\.//'
    judge rooms "a room without a sentence" "room base" "no sentence"
    fresh
    change ARCHITECTURE.md 's/^| room .*/| room | uses | x |/'
    judge rooms "other columns" table "the columns must be"
    fresh
    change meson.build "s/'base', 'name'/'name', 'base'/"
    judge rooms "another order in the build" table "in their order"
    fresh
    change meson.build "s/, 'cmd'//"
    judge rooms "a room that is not built" table "in their order"
    fresh
    change tests/unit/meson.build "s/'name': \['base'\]/'name': []/"
    judge rooms "a test linked with too little" "room name" "is not linked with base"
    fresh
    change tests/unit/meson.build "s/'name': \['base'\]/'name': ['base', 'cmd']/"
    judge rooms "a test linked with too much" "room name" "is linked with cmd"
    fresh
    change tests/unit/meson.build "/'name'/d"
    judge rooms "a room that no test is linked for" "room name" "stands_on does not name"
}

# fifty N: N lines of statements
many() {
    i=0
    while [ "$i" -lt "$1" ]; do
        echo '    x++;'
        i=$((i + 1))
    done
}

files() {
    fresh
    change src/name/name.c '1s/Apache-2.0/MIT/'
    judge tidy "another licence" licence "name.c:1"
    fresh
    printf '%s */\nint x;\n' "$SPDX" >"$house/src/name/inside.h"
    judge tidy "a file without a word on what it is" essay "no comment says"
    fresh
    printf '%s: words\n * and more words.\n */\n' "$SPDX" >"$house/src/name/inside.h"
    judge tidy "a first line with more in it" licence "inside.h:1"
    fresh
    { printf '%s\n * One line. */\n' "$SPDX"; many 90; } >"$house/src/base/base.c"
    judge tidy "a long file with a short essay" essay "three or more"
    fresh
    { printf '%s\n * One line. */\n' "$SPDX"; many 60; } >"$house/src/base/base.c"
    judge tidy "a short file with a short essay" "" ""
    fresh
    { echo 'int f(int x,'; echo '      int y)'; echo '{'; many 56; echo '}'; } >"$base/function"
    cat "$base/function" >>"$house/src/name/name.c"
    judge tidy "a function of sixty lines" "" ""
    fresh
    { echo; echo 'int f(int x,'; echo '      int y)'; echo '{'; many 57; echo '}'; } >"$base/function"
    cat "$base/function" >>"$house/src/name/name.c"
    judge tidy "a function of sixty-one lines" functions "name.c:24: a function of 61 lines"
    fresh
    line src/name/name.c 'int f(void)'
    line src/name/name.c '{'
    judge tidy "a function without an end" functions "does not end"
    fresh
    line src/name/name.c "/* $(printf '%0107d' 0) */"
    judge tidy "a line of more than 110 characters" lines "113 characters"
    fresh
    line src/name/name.c "/* $(printf '%0104d' 0) */"
    judge tidy "a line of 110 characters" "" ""
    fresh
    line src/name/name.c "/* $(printf '%050d' 0 | sed 's/0/\xd0\x96/g') $(printf '%052d' 0) */"
    judge tidy "characters are counted, not bytes" "" ""
}

calls() {
    for call in 'strcpy(a, b)' 'strcat (a, b)' 'sprintf(a, b)' 'gets(a)' 'popen(a, b)'; do
        fresh
        line src/cmd/main.c "static int y = x +$call;"
        judge tidy "$call" calls "is banned"
    done
    fresh
    line src/cmd/main.c 'static int y = snprintf(a, b) + my_system(c) + fgets(d) + strtok_r(e);'
    judge tidy "calls that only look like banned ones" "" ""
    fresh
    line src/name/name.c 'static int y = clock_gettime(a, b);'
    judge tidy "a room that asks what time it is" calls "only src/base/clock.c"
    fresh
    line src/name/name.c 'static int y = printf("x");'
    judge tidy "a library that prints" calls "does not print"
    fresh
    line src/base/base.c 'static int y = exit(3);'
    judge tidy "a library that exits" calls "does not exit"
    fresh
    line src/name/name.c '/* one'
    line src/name/name.c '   popen(x) */ int z = popen(a);'
    judge tidy "a call behind a comment of two lines" calls "name.c:24: popen"
    fresh
    line src/name/name.c 'const char *z = "a \" strcpy(x) \\"; // strcat(y)'
    judge tidy "quotes within quotes" "" ""
}

texts() {
    fresh
    line src/name/name.c "$(printf 'int\tz;')"
    judge tidy "a tab" white "a tab"
    fresh
    line docs/guide.md 'words '
    judge tidy "a blank at the end" white "a blank"
    fresh
    line meson.build "$(printf 'x = 1\r')"
    judge tidy "a carriage return" white "a carriage return"
    fresh
    printf 'x = 1' >>"$house/meson.build"
    judge tidy "no line feed at the end" white "no line feed"
    fresh
    line src/name/name.c "/* ${to}DO: more */"
    judge tidy "work that is put off" later "put off"
    fresh
    line docs/guide.md "Not MAS${to}DONS, prefixed."
    judge tidy "a word that only holds another" "" ""
    fresh
    line docs/guide.md "It stands in /ho${me}/somebody/lists."
    judge tidy "a path of somebody's machine" places "docs/guide.md:8"
    fresh
    line docs/guide.md "It stands in ~/ho${me}/ and \$HOME/work/."
    judge tidy "a path that anybody has" "" ""
    fresh
    printf '#!/bin/sh\nif true; then\n' >"$house/docs/make.sh"
    judge tidy "a script that the shell does not take" shell "docs/make.sh"
    if command -v shellcheck >/dev/null 2>&1; then
        fresh
        printf '#!/bin/sh\nrm -rf $1/\n' >"$house/docs/make.sh"
        judge tidy "a script that shellcheck warns of" shellcheck "docs/make.sh:2"
    fi
}

tables() {
    fresh
    c_file "$house/src/name/lost.def" </dev/null
    judge tidy "a table that nobody includes" tables "lost.def: nobody"
    fresh
    line src/name/word.def 'OTHER("three")'
    judge tidy "a kind of row that nobody reads" tables "defines OTHER"
    fresh
    line src/name/word.def 'WORD("one")'
    judge tidy "a row twice" tables "stands in line 5 already"
    fresh
    c_file "$house/src/name/lost.c" </dev/null
    judge tidy "a file that is not built" dead "lost.c: its meson.build"
    fresh
    c_file "$house/src/name/lost.h" </dev/null
    judge tidy "a header that nobody includes" dead "lost.h: nobody"
    fresh
    line examples/use.c '#include "base/base.h"'
    judge tidy "an example that looks inside" examples "use.c:6"
}

guides() {
    fresh
    line docs/guide.md 'See [there](there.md).'
    judge tidy "a link to a file that is not there" links "'there.md' is not there"
    fresh
    line docs/guide.md 'See [there](../ARCHITECTURE.md#cellar).'
    judge tidy "a link to a heading that is not there" links "names no heading"
    fresh
    line docs/guide.md 'See [here](#first-steps), [up](../docs/guide.md), [folder](../src/name).'
    judge tidy "links that lead somewhere" "" ""
    fresh
    line docs/guide.md '`[a](b)` is a link.'
    judge tidy "what only looks like a link" "" ""
    fresh
    line src/cmd/command.def 'COMMAND(sing, "", 0, 0, "", "Sing", "Sings.")'
    judge tidy "a command that no guide names" guides "names \`tocsin sing\`"
    fresh
    line docs/guide.md 'Try `tocsin dance`.'
    judge tidy "a command that there is not" guides "no command tocsin dance"
    fresh
    line docs/guide.md 'Try `tocsin ask --quietly NAME`.'
    judge tidy "an option that there is not" guides "has no --quietly"
    fresh
    line docs/guide.md 'Try `./run away`.'
    judge tidy "what run cannot do" guides "cannot away"
}

# object NAME WORDS: compiles what comes in, and wants WORDS in the verdict on it
object() {
    cases=$((cases + 1))
    status=0
    cat >"$base/object.c"
    rm -f "$base/libobject.a"
    { "$compiler" -std=gnu11 -fPIC -c "$base/object.c" -o "$base/object.o" &&
        ar rc "$base/libobject.a" "$base/object.o" &&
        { sh "$tidy/globals.sh" "$base/libobject.a" || true; }; } >"$base/out" 2>&1 || status=1
    if [ "$status" = 0 ] && grep -qxF -e "$2" "$base/out"; then
        echo "ok $cases - globals: $1"
        return
    fi
    failures=$((failures + 1))
    echo "not ok $cases - globals: $1"
    sed 's/^/#   /' "$base/out"
}

globals() {
    compiler=${CC:-cc}
    for tool in "$compiler" ar objdump; do
        command -v "$tool" >/dev/null 2>&1 || {
            echo "1..0 # SKIP no $tool"
            exit 0
        }
    done
    fine="ok 1 - libobject.a"
    bad="not ok 1 - libobject.a can be changed:"
    object "tables" "$fine" <<'END'
static const char *const words[] = {"a", "b"};
const int numbers[] = {1, 2};
const char *word(int i) { return words[i]; }
END
    object "a counter" "$bad counter" <<'END'
static int counter;
int next(void) { return ++counter; }
END
    object "a table that is not constant" "$bad words" <<'END'
const char *words[] = {"a", "b"};
END
    object "a static of a function" "$bad seen" <<'END'
int next(void) { static int seen = 3; return ++seen; }
END
    object "state of a thread" "$bad mine" <<'END'
_Thread_local int mine;
END
    object "hidden state, and what is allowed" "$bad hidden" <<'END'
__attribute__((visibility("hidden"))) int hidden = 1;
int index_;
END
}

make_good
case ${1:-} in
globals) globals ;;
rooms) rooms ;;
tidy)
    fresh
    judge tidy "a house in order" "" ""
    files
    calls
    texts
    tables
    guides
    ;;
*)
    echo "usage: planted.sh rooms|tidy|globals" >&2
    exit 2
    ;;
esac
echo "1..$cases"
[ "$failures" = 0 ]
