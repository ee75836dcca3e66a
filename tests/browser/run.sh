#!/bin/sh
# Walks the console in Chromium: run.sh WORK [--program PROGRAM] [OPTION...]
#
# WORK is a folder of the build; what npm brings (playwright-core, axe-core) is put there once, and
# the screenshots stand in WORK/shots. With --program the real node is walked through: one of its
# own, on a free port, with the invented lists and an officer. Options are those of run.mjs; --url
# names a node that runs already. With neither, the mock of console/dev is started, and serves the
# console that was built into WORK/../src/console/work/dist or what TOCSIN_CONSOLE_DIST names.
# Where there is no Chromium the suite is skipped, in TAP.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
work=$1
shift
chromium=${TOCSIN_CHROMIUM:-/usr/bin/chromium}

[ -x "$chromium" ] || {
    echo "ok 1 - the console in a browser # SKIP no $chromium"
    echo "1..1"
    exit 0
}
mkdir -p "$work"
work=$(cd "$work" && pwd)
if ! cmp -s "$here/package-lock.json" "$work/package-lock.json"; then
    cp "$here/package.json" "$work/"
    (cd "$work" && cp "$here/package-lock.json" . && npm ci --ignore-scripts --no-audit --no-fund) \
        >"$work/npm.log" 2>&1 || {
        rm -f "$work/package-lock.json"
        cat "$work/npm.log" >&2
        exit 1
    }
fi
cp "$here"/*.mjs "$work/"

served=
home=
stop() {
    [ -z "$served" ] || kill "$served" 2>/dev/null || true
    [ -z "$served" ] || wait "$served" 2>/dev/null || true
    [ -z "$home" ] || rm -rf "$home"
}
trap stop EXIT
trap 'exit 1' INT TERM HUP

# await FILE PATTERN: until the file has such a line
await() {
    for _ in $(seq 100); do
        ! grep -q "$2" "$1" || return 0
        sleep 0.2
    done
    cat "$work/served.log" >&2
    return 1
}

# A node of its own; its address and officer become options.
start_node() {
    home=$(mktemp -d "${TMPDIR:-/tmp}/tocsin-browser-XXXXXX")
    TOCSIN_HOME=$home/home
    export TOCSIN_HOME
    officer='iris' password='harbour light over maren'
    "$1" init >"$work/served.log"
    for list in ofac un/consolidated.xml own/house_ban.csv; do
        "$1" import "$here/../../examples/lists/$list" >>"$work/served.log" 2>&1
    done
    printf '%s\n%s\n' "$password" "$password" | "$1" officer add "$officer" --role admin \
        >>"$work/served.log" 2>&1
    : >"$home/out"
    "$1" serve --listen 127.0.0.1:0 >"$home/out" 2>>"$work/served.log" &
    served=$!
    await "$home/out" '^Listening on '
    url=$(sed -n 's/^Listening on //p' "$home/out")
}

program=
if [ "${1:-}" = --program ]; then
    program=$(realpath "$2")
    shift 2
    start_node "$program"
    set -- --url "$url" --officer "$officer:$password" "$@"
fi
case " $* " in
*" --url "*) ;;
*)
    : >"$work/served.log"
    dist=${TOCSIN_CONSOLE_DIST:-$work/../src/console/work/dist}
    node "$here/../../console/dev/server.mjs" --port 0 --auth --dist "$dist" >"$work/served.log" 2>&1 &
    served=$!
    await "$work/served.log" '^http'
    set -- --url "$(head -n 1 "$work/served.log")" --officer 'iris:harbour light' "$@"
    ;;
esac
node "$work/run.mjs" --out "$work/shots" --chromium "$chromium" "$@"
