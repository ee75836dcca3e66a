#!/bin/sh
# Walks the console in Chromium: run.sh WORK [OPTION...]
#
# WORK is a folder of the build; what npm brings (playwright-core, axe-core) is put there once, and
# the screenshots stand in WORK/shots. Options are those of run.mjs; --url names the node to walk
# through. Without --url the mock of console/dev is started, and serves the console that was built
# into WORK/../src/console/work/dist or what TOCSIN_CONSOLE_DIST names.
# Where there is no Chromium the suite is skipped, in TAP.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
work=$1
shift
chromium=${TOCSIN_CHROMIUM:-/usr/bin/chromium}

[ -x "$chromium" ] || {
    echo "1..0 # SKIP no Chromium here"
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

mock=
stop() {
    [ -z "$mock" ] || kill "$mock" 2>/dev/null || true
}
trap stop EXIT
case " $* " in
*" --url "*) ;;
*)
    : >"$work/mock.log"
    dist=${TOCSIN_CONSOLE_DIST:-$work/../src/console/work/dist}
    node "$here/../../console/dev/server.mjs" --port 0 --auth --dist "$dist" >"$work/mock.log" 2>&1 &
    mock=$!
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        ! grep -q '^http' "$work/mock.log" || break
        sleep 0.3
    done
    set -- --url "$(head -n 1 "$work/mock.log")" --officer 'iris:harbour light' "$@"
    ;;
esac
node "$work/run.mjs" --out "$work/shots" --chromium "$chromium" "$@"
