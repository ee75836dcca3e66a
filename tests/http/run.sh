#!/bin/sh
# Plays transcripts against a server: run.sh PROGRAM SOURCE-ROOT TOOL TRANSCRIPT...
#
# tests/transcript.sh says how they are written. Each begins with a home in which four invented lists are
# loaded. Besides every program, these are commands:
#
#   serve [NAME=VALUE...] [OPTION...]   starts the server on a free port of loopback (unless --listen
#                                       says where), waits until it listens, and prints where if that
#                                       was said. NAME=VALUE is its environment: settings
#   serve_activated ...                 the same with a socket that it is given, as systemd does
#   stop                                ends it with SIGTERM; says so if it did not end well: another
#                                       status than 0, or a report of a sanitizer. Each transcript ends
#                                       with it, whether written or not
#   ask [METHOD] PATH [CURL-OPTION...]  one request. Prints the status, those headers that are not on
#                                       every answer, the body
#   ask_long PATH N                     ask, with N letters behind the path
#   at PLACE PATH [CURL-OPTION...]      ask, where it listens at several places
#   await_end                           waits until the server has ended by itself, or was killed
#   await TEXT COMMAND...               repeats a command until it prints TEXT, 30 seconds at most, and
#                                       prints what it printed last
#   keep NAME BEFORE AFTER              $NAME is from now on what stood between the two in what the
#                                       command before this one printed
#   key NAME [OPTION...]                tocsin token add; $NAME is the key
#   second_server                       what another server at the same place says
#   in_a_loop COMMAND...                asks /match/default again and again while the command runs; says
#                                       how many requests failed
#   stop_amid                           ends it while a batch of some seconds runs; prints the batch's status
#   signal NAME                         sends the server a signal
#   lock_people, unlock_people          another process takes and gives back the lock of people.db
#   tool WHAT ...                       tool.c, with the server's port behind WHAT
#   $here, $query                       the transcript's folder; a body for /match
#   server_log [PATTERN]                lines of the server's log, without what differs each time
#
# Of the headers, those that are the same on every answer, and those with times and ids, are not shown.
set -eu

root=$2
. "$root/tests/transcript.sh"

# ---- the server ---------------------------------------------------------------------------------

# Lives on after the subshell of its command; leaves its status in a file.
launch() {
    rm -f "$base/pid" "$base/ended" "$base/listening"
    : >"$base/listening"
    (
        set +e
        sh -c 'echo $$ >"$0"; exec "$@"' "$base/pid" "$@" </dev/null >"$base/listening" \
            2>"$base/log"
        echo $? >"$base/ended"
    ) >/dev/null 2>&1 &
}

# Waits until it listens at so many places, or has ended.
await_listening() {
    for _ in $(seq 600); do
        [ "$(grep -c '^Listening' "$base/listening")" -lt "$1" ] || return 0
        [ ! -f "$base/ended" ] || break
        sleep 0.05
    done
    grep -v '^{' "$base/log"
    [ -f "$base/ended" ] || { echo "it does not listen"; return 1; }
    rm "$base/pid"
    return "$(cat "$base/ended")"
}

# With a socket that is handed over.
serve_activated() {
    activated=1
    serve "$@"
}

serve() {
    places=0
    listen=
    [ -n "${activated:-}" ] || listen='--listen 127.0.0.1:0'
    while [ $# -gt 0 ]; do
        case $1 in
        [A-Z]*=*) export "${1?}" ;;
        *) break ;;
        esac
        shift
    done
    for word in "$@"; do
        [ "$word" != --listen ] || { listen=; places=$((places + 1)); }
    done
    [ ! -f "$base/pid" ] || { echo "a server runs already"; return 1; }
    # shellcheck disable=SC2086
    launch ${activated:+http-tool activate} tocsin serve $listen "$@"
    await_listening "$((places > 0 ? places : 1))" || return $?
    sed -n 's/^Listening on //p' "$base/listening" | head -n 1 >"$base/url"
    [ "$places" = 0 ] || sed -n '/^Listening/p' "$base/listening"
}

stop() {
    [ -f "$base/pid" ] || return 0
    kill -TERM "$(cat "$base/pid")" 2>/dev/null || true
    for _ in $(seq 900); do
        [ ! -s "$base/ended" ] || break
        sleep 0.05
    done
    ended=$(cat "$base/ended" 2>/dev/null || echo never)
    rm -f "$base/pid" "$base/ended"
    [ "$ended" = 0 ] || echo "the server's status: $ended"
    if [ "$ended" != 0 ] || grep -q 'Sanitizer\|runtime error' "$base/log"; then
        grep -v '^{' "$base/log" | head -n 60
        return 1
    fi
}

transcript_over() {
    unlock_people
    stop
}

# One of several places, by how it begins.
at() {
    place=$(sed -n 's/^Listening on //p' "$base/listening" | grep -F "$1")
    shift
    path=$1
    shift
    ask "$place$path" "$@"
}

await_end() {
    for _ in $(seq 200); do
        [ ! -f "$base/ended" ] || break
        sleep 0.05
    done
    rm -f "$base/pid" "$base/ended"
}

second_server() {
    place=$(cat "$base/url")
    tocsin serve --no-auth --listen "${place#*//}"
}

query='{"queries":{"a":{"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}}'

in_a_loop() {
    place=$(cat "$base/url")/match/default
    rm -f "$base/over"
    (
        while [ ! -f "$base/over" ]; do
            curl -sS -w '\n%{http_code}\n' -d "$query" "$place" "$place" "$place" 2>&1 | grep -v '^{'
        done >"$base/codes"
    ) &
    "$@"
    touch "$base/over"
    wait
    [ "$(wc -l <"$base/codes")" -gt 3 ] || echo "hardly anything was asked"
    grep -vx 200 "$base/codes" || true
}

stop_amid() {
    awk 'BEGIN {
        for (i = 0; i < 3000; i++)
            printf "%s\"%d\":{\"schema\":\"Person\",\"properties\":{\"name\":[\"Ferdik Quentabri %d\"]}}",
                i ? "," : "{\"queries\":{", i, i
        print "}}"
    }' >"$base/batch"
    curl -sS -o "$base/body" -w '%{http_code}\n' -d @"$base/batch" "$(cat "$base/url")/match/default" &
    sleep 0.3
    stop
    wait
    tail -c 13 "$base/body"
    echo
}

signal() {
    kill -s "$1" "$(cat "$base/pid")"
}

lock_people() {
    : >"$base/locking"
    http-tool lock "$base/work/home/people.db" "$base/locking" >"$base/locked" 2>&1 &
    await locked cat "$base/locked"
}

unlock_people() {
    rm -f "$base/locking"
}

tool() {
    what=$1
    shift
    port=$(cat "$base/url")
    http-tool "$what" "${port##*:}" "$@"
}

server_log() {
    grep -e "${1:-.}" "$base/log" | sed -E 's/"(time|request_id|trace_id)":"[^"]*"/"\1":"~"/g
        s/"microseconds":[0-9]+/"microseconds":~/'
}

# ---- asking -------------------------------------------------------------------------------------

show_head() {
    tr -d '\r' <"$1" | awk '
    /^HTTP\// { status = $2; n = cache = 0; next }
    tolower($0) ~ /^(date|content-length|connection|x-request-id|traceparent|keep-alive):/ { next }
    tolower($0) == "x-content-type-options: nosniff" { next }
    tolower($0) == "content-type: application/json" { next }
    tolower($0) ~ /^cache-control:/ { cache = 1 }
    tolower($0) == "cache-control: no-store" { next }
    $0 != "" { kept[++n] = $0 }
    END { if (status ~ /^2/ && !cache) kept[++n] = "No Cache-Control"; print status; for (i = 1; i <= n; i++) print kept[i] }'
}

ask() {
    method=
    case $1 in
    GET | POST | PUT | PATCH | DELETE | OPTIONS) method="-X $1"; shift ;;
    HEAD) method=-I; shift ;;
    esac
    case $1 in
    http*) place=$1 ;;
    *) place=$(cat "$base/url")$1 ;;
    esac
    shift
    : >"$base/head"
    : >"$base/body"
    status=0
    # shellcheck disable=SC2086
    curl -sS -g --path-as-is --noproxy '*' --max-time 60 $method -D "$base/head" -o "$base/body" \
        "$@" "$place" || status=$?
    [ ! -s "$base/head" ] || show_head "$base/head"
    [ "$method" = -I ] || cat "$base/body"
    [ "$method" = -I ] || [ ! -s "$base/body" ] || [ -z "$(tail -c 1 "$base/body")" ] || echo
    return "$status"
}

ask_long() {
    ask "$1$(head -c "$2" /dev/zero | tr '\0' a)"
}

await() {
    wanted=$1
    shift
    for _ in $(seq 300); do
        "$@" >"$base/tried" 2>&1 || true
        ! grep -qF -e "$wanted" "$base/tried" || break
        sleep 0.1
    done
    cat "$base/tried"
}

# ---- keeping ------------------------------------------------------------------------------------

keep() {
    found=$(awk -v before="$2" -v after="$3" '
        { text = text (NR > 1 ? "\n" : "") $0 }
        END {
            at = index(text, before)
            if (!at)
                exit 1
            text = substr(text, at + length(before))
            at = index(text, after)
            print at && after != "" ? substr(text, 1, at - 1) : text
        }' "$base/before") || { echo "nothing between '$2' and '$3'"; return 1; }
    printf "%s='%s'\n" "$1" "$found" >>"$base/kept"
}

key() {
    tocsin token add "$@" --json >"$base/before" || { cat "$base/before"; return 1; }
    keep "$1" '"key":"' '"'
}

# ---- the home that each begins with -------------------------------------------------------------

prepare_home() {
    mkdir "$base/first"
    cp -R "$root/examples" "$base/first/examples"
    (
        cd "$base/first"
        tocsin init
        for list in own/house_ban.csv un/consolidated.xml ofac/sdn.csv ftm/entities.ftm.json; do
            tocsin import "examples/lists/$list"
        done
    ) >"$base/prepared" 2>&1 || { cat "$base/prepared"; exit 1; }
}

transcript_begin() {
    printf "here='%s'\nquery='%s'\n" "$base/work" "$query" >"$base/kept"
    cp -R "$base/first/home" "$base/work/home"
}

transcripts_open "$1" "$2"
ln -s "$(realpath "$3")" "$base/bin/http-tool"
shift 3
prepare_home
transcripts_play "$@"
