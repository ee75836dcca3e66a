#!/bin/sh
# Imports, batches and evaluations through a server that runs: jobs.sh PROGRAM SOURCE-ROOT
set -eu
# shellcheck source=tests/http/node.sh
. "$(dirname "$0")/node.sh"

# send ROUTE?QUERY FILE: a job from a file
send() {
    ask POST "/api/$1" --data-binary "@$2" -H 'Content-Type: application/octet-stream' \
        ${key:+-H "Authorization: ApiKey $key"}
}

# many_rows FILE ROWS: a table that takes a while
many_rows() {
    awk -v rows="$2" 'BEGIN {
        print "full_name,date_of_birth"
        for (i = 0; i < rows; i++)
            printf "Ferdik %c%c Quentabri %c%c,1961-03-14\n", 97 + i % 26, 97 + i / 26 % 26,
                97 + i / 676 % 26, 98 + i / 17576 % 25
    }' >"$1"
}

key=
status=
"$program" import examples/lists/un/consolidated.xml >/dev/null
node_start --no-auth

# ---- imports ---------------------------------------------------------------------------------------

# Asks without a pause; what is not 200 is written down.
asking() {
    while :; do
        code=$(curl -s -m 60 -o /dev/null -w '%{http_code}' -H 'Content-Type: application/json' -d \
            '{"queries":{"q":{"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}}' \
            "$url/match/default" || true)
        echo "$code" >>"$base/codes"
    done
}
: >"$base/codes"
asking &
loop=$!
send 'imports?name=house_ban.csv' examples/lists/own/house_ban.csv
holds "an import is taken in" job_began
holds "an import is done" job_is "$job" "done"
holds "its report is the command's own" body_has '"dataset":"house_ban"'
holds "no path of the machine is told" body_lacks "$base"
ask POST /match/house_ban -H 'Content-Type: application/json' -d \
    '{"queries":{"q":{"schema":"Person","properties":{"name":["Casper Brindlewood"]}}}}'
holds "the list is in force as soon as the job is done" answers 200 '"responses"'
ask GET /api/datasets
holds "it stands among the lists" body_has '"name":"house_ban"'
send 'imports?name=sdn.csv&dataset=other_list' examples/lists/own/house_ban.csv
second=$job
holds "a name for the list may be given" job_began
holds "and is taken" job_is "$job" "done"
holds "two jobs have two ids" [ "$second" != "$job" ]
kill "$loop"
wait "$loop" 2>/dev/null || true
loop=
ask GET /healthz
holds "requests were answered all the while" [ "$(grep -c 200 "$base/codes")" -gt 3 ]
holds "and none failed" [ -z "$(grep -v '^200$' "$base/codes" | grep -v '^000$')" ]

printf 'full_name,date_of_birth\nAnna Brindlewood,1961\n"Otto,1970\n' >broken.csv
send 'imports?name=broken.csv&dataset=broken' broken.csv
holds "a file with a fault is taken in" job_began
holds "and fails" job_is "$job" failed
holds "the problem names the file" body_has '"file":"broken.csv"'
holds "and its line" body_has '"line":3'
holds "and no path of the machine" body_lacks "$base"
ask GET /api/datasets
holds "nothing of it is loaded" body_lacks '"name":"broken"'
send 'imports?name=x&format=no-such-format' examples/lists/own/house_ban.csv
holds "a wrong parameter fails in the command's words" job_is "$(member job)" failed
holds "which name what is wrong" body_has no-such-format
send 'imports?name=..%2F..%2F--format%3D&dataset=steps' examples/lists/own/house_ban.csv
holds "a name that is a path and an option is neither" job_is "$(member job)" "done"
holds "but a file" body_has '"file":"format_"'

# ---- batches ---------------------------------------------------------------------------------------

send 'batches?name=customers.csv&purpose=yearly%20review' examples/customers.csv
holds "a batch is taken in" job_began
batch=$job
holds "a batch is done" job_is "$batch" "done"
holds "it says how many rows and matches there were" body_has '"rows":20'
holds "and that there is a table" body_has '"result":true'
ask GET "/api/jobs/$batch/result"
holds "the table comes as CSV" head_has 'Content-Type: text/csv'
holds "to be saved" head_has 'attachment; filename="screened.csv"'
holds "with the columns added" body_has match_score
holds "and the rows as they were" body_has 'C-0001,Ferdik Quentabri,'
until ask GET /api/searches && body_has /api/batches; do
    sleep 0.1 # the record is written within a tenth of a second; the test has a time limit of its own
done
holds "it is recorded as one search" body_has '"route":"/api/batches","purpose":"yearly review"'
holds "with the file and its rows" body_has 'customers.csv\",\"rows\":20}","results":20'
printf 'a,b\n1,2\n' >unclear.csv
send 'batches?name=unclear.csv' unclear.csv
holds "a table without a name column fails" job_is "$(member job)" failed
holds "in the command's words" body_has '"detail":"'
ask GET "/api/jobs/$(member id)/result"
holds "it has no table" answers 409 'has made no table'
ask DELETE "/api/jobs/$batch"
holds "a job that is over is forgotten" answers 204
ask GET "/api/jobs/$batch"
holds "and is not there any more" answers 404
holds "nor are its files" [ ! -e "$base/home/jobs/$batch" ]

# ---- evaluations -----------------------------------------------------------------------------------

send 'evaluations?name=pairs.csv&by=schema&threshold=0.8' examples/pairs.csv
holds "an evaluation is taken in" job_began
holds "an evaluation is done" job_is "$job" "done"
holds "at the threshold that was asked" body_has '"threshold":0.8'
holds "with the groups that were asked" body_has '"schema":{'
ask GET "/api/jobs/$job/result"
holds "its table has score and label" body_has ',score,predicted'
send 'evaluations?threshold=2' examples/pairs.csv
holds "a threshold out of range is refused at once" answers 400 threshold

# ---- ends ------------------------------------------------------------------------------------------

many_rows long.csv 400000
send 'batches?name=long.csv' long.csv
holds "a long batch is taken in" job_began
holds "and runs" job_is "$job" running
ask GET "/api/jobs/$job/result"
holds "there is no table before the end" answers 409
ask DELETE "/api/jobs/$job"
holds "it is told to end" answers 202
holds "and is cancelled" job_is "$job" cancelled
holds "its files are gone but for what it said" [ ! -e "$base/home/jobs/$job/upload" ]
ask GET /api/jobs
holds "it stands in the table" body_has "\"id\":\"$job\",\"kind\":\"batch\",\"state\":\"cancelled\""
ask DELETE /api/jobs/0123456789abcdef
holds "a job that never was cannot be ended" answers 404
send 'batches?name=long.csv' long.csv
holds "another long batch runs" job_is "$(member job)" running
holds "the server stops beside it" node_stop
holds "and leaves nothing" [ -z "$(ls -A "$base/home/jobs")" ]

# ---- limits ----------------------------------------------------------------------------------------

mkdir "$base/home/jobs/left" && : >"$base/home/jobs/left/over"
TOCSIN_LIMIT_JOBS=1 TOCSIN_LIMIT_JOBS_WAITING=1 TOCSIN_LIMIT_JOB_RESULTS=1 TOCSIN_LIMIT_UPLOAD=20MB \
    node_start --no-auth
holds "what an earlier server left is swept" [ ! -e "$base/home/jobs/left" ]
send 'batches?name=first.csv' long.csv
first=$(member job)
holds "one job runs" job_is "$first" running
send 'batches?name=second.csv' examples/customers.csv
waits=$(member job)
holds "a second one waits" job_is "$waits" waiting
send 'batches?name=third.csv' examples/customers.csv
holds "a third one is told to come back" answers 503 limit.jobs
holds "and when" head_has Retry-After
ask DELETE "/api/jobs/$waits"
holds "one that waits can be cancelled" job_is "$waits" cancelled
holds "what was sent for it is gone" [ ! -e "$base/home/jobs/$waits/upload" ]
ask DELETE "/api/jobs/$first"
holds "one that runs, too" job_is "$first" cancelled
send 'batches?name=fourth.csv' examples/customers.csv
holds "then there is room" job_is "$(member job)" "done"
ask GET /api/jobs
holds "only so many are kept as limit.job_results says" body_lacks "$first"
holds "the last one to end" body_has '"file":"fourth.csv"'
many_rows large.csv 900000
send 'batches?name=large.csv' large.csv
holds "a file above limit.upload is refused" answers 413 limit.upload
holds "and not kept" [ -z "$(find "$base/home/jobs" -name "upload-*")" ]
holds "the server stops" node_stop

# ---- who -------------------------------------------------------------------------------------------

token() { # token NAME ROLE: its key
    "$program" token add "$1" --role "$2" --json | sed -n 's/.*"key":"\([^"]*\)".*/\1/p'
}
ada=$(token ada supervisor)
ben=$(token ben analyst)
eve=$(token eve viewer)
chief=$(token chief admin)
node_start
key=
send 'batches?name=c.csv' examples/customers.csv
holds "without a key nothing is taken in" answers 401
key=$eve
send 'batches?name=c.csv' examples/customers.csv
holds "a viewer may not screen tables" answers 403
key=$ben
send 'imports?name=house_ban.csv' examples/lists/own/house_ban.csv
holds "an analyst may not load lists" answers 403
send 'batches?name=c.csv' examples/customers.csv
holds "but may screen tables" job_is "$(member job)" "done"
bens=$(member id)
holds "which is theirs" body_has '"by":"ben"'
key=$ada
ask GET /api/jobs -H "Authorization: ApiKey $key"
holds "others do not see it" body_has '{"jobs":[]}'
ask GET "/api/jobs/$bens" -H "Authorization: ApiKey $key"
holds "nor find it" answers 404
ask GET "/api/jobs/$bens/result" -H "Authorization: ApiKey $key"
holds "nor get its table" answers 404
ask DELETE "/api/jobs/$bens" -H "Authorization: ApiKey $key"
holds "nor end it" answers 404
key=$chief
ask GET "/api/jobs/$bens" -H "Authorization: ApiKey $key"
holds "an admin does" answers 200 '"by":"ben"'
holds "the server stops again" node_stop
report_end
