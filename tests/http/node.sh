#!/bin/sh
# A node for the tests over HTTP: sourced with PROGRAM and SOURCE-ROOT, not run.
#
# It makes a home of the invented lists in a folder of its own ($base/home) and gives:
#
#   node_start OPTION...       starts `tocsin serve` on a free port; $url is where it listens
#   node_stop                  tells it to stop and waits; its exit status
#   ask METHOD PATH ARG...     one request by curl; $status, and $base/head and $base/body
#   holds NAME COMMAND...      one case; the answer is shown where the command fails
#   head_has TEXT, body_has TEXT, body_lacks TEXT
#   member NAME                the first text or number of that name in the body
#   job_began, job_is ID STATE...
program=$(realpath "$1")
root=$(realpath "$2")
here=$root/tests/http

base=$(mktemp -d "${TMPDIR:-/tmp}/tocsin-http-XXXXXX")
node=
loop=
finish() {
    [ -z "$loop" ] || kill "$loop" 2>/dev/null || true
    [ -z "$node" ] || kill "$node" 2>/dev/null || true
    [ -z "$node" ] || wait "$node" 2>/dev/null || true
    rm -rf "$base"
}
trap finish EXIT
trap 'exit 1' INT TERM HUP

LC_ALL=C.UTF-8
TZ=UTC
NO_COLOR=1
HOME=$base
TOCSIN_HOME=$base/home
export LC_ALL TZ NO_COLOR HOME TOCSIN_HOME
unset XDG_DATA_HOME TOCSIN_SHARED http_proxy https_proxy all_proxy
# shellcheck source=tests/tap.sh
. "$here/../tap.sh"

command -v curl >/dev/null 2>&1 || {
    skip "the server over HTTP" curl
    report_end
    exit 0
}
cp -R "$root/examples" "$base/examples"
cd "$base" || exit 1
"$program" init >/dev/null

node_start() {
    : >"$base/out"
    "$program" serve --listen 127.0.0.1:0 "$@" >"$base/out" 2>"$base/log" &
    node=$!
    tries=0
    until grep -q '^Listening on ' "$base/out"; do
        tries=$((tries + 1))
        if [ "$tries" -gt 300 ] || ! kill -0 "$node" 2>/dev/null; then
            echo "Bail out! the server does not listen"
            sed 's/^/# /' "$base/log"
            exit 1
        fi
        sleep 0.1
    done
    url=$(sed -n 's/^Listening on //p' "$base/out")
}

node_stop() {
    kill "$node"
    ended=0
    wait "$node" || ended=$?
    node=
    return "$ended"
}

ask() {
    method=$1
    path=$2
    shift 2
    : >"$base/head"
    : >"$base/body"
    status=$(curl -s -m 60 -X "$method" -D "$base/head" -o "$base/body" -w '%{http_code}' "$@" \
        "$url$path" || true)
}

holds() {
    name=$1
    shift
    result=0
    "$@" || result=1
    { echo "status $status" && cat "$base/head" && head -c 4000 "$base/body" && echo &&
        tail -n 5 "$base/log"; } >"$base/seen" 2>/dev/null
    report "$name" "$result" "$base/seen"
}

answers() { # answers STATUS [WORDS]
    [ "$status" = "$1" ] && { [ $# -lt 2 ] || body_has "$2"; }
}

head_has() {
    grep -aqiF -e "$1" "$base/head"
}

body_has() {
    grep -aqF -e "$1" "$base/body"
}

body_lacks() {
    ! body_has "$1"
}

member() {
    sed -n "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/p" "$base/body" | head -n 1
}

# The answer is that of a job that was taken in; $job is its id.
job_began() {
    job=$(member job)
    answers 202 && [ -n "$job" ] && head_has "Location: /api/jobs/$job"
}

# Waits until the job is in one of the states.
job_is() {
    id=$1
    shift
    tries=0
    while [ "$tries" -lt 600 ]; do
        ask GET "/api/jobs/$id" ${key:+-H "Authorization: ApiKey $key"}
        state=$(member state)
        for wanted in "$@"; do
            [ "$state" != "$wanted" ] || return 0
        done
        case $state in
        waiting | running) ;;
        *) return 1 ;;
        esac
        tries=$((tries + 1))
        sleep 0.1
    done
    return 1
}
