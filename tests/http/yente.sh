#!/bin/sh
# What yente's own tests ask of its two lists, against a server that has them: yente.sh PROGRAM SOURCE-ROOT
# ($TOCSIN_SHARED/data/lists/ftm, or shared/ beside the sources; without them nothing is asked).
set -eu
shared=${TOCSIN_SHARED:-$2/../shared}
# shellcheck source=tests/http/node.sh
. "$(dirname "$0")/node.sh"

lists=$shared/data/lists/ftm
zakharov=NK-aU5ybkbRFJucf8YMwsJvDw
if [ ! -d "$lists/zala" ] || [ ! -d "$lists/parteispenden" ]; then
    skip "yente's lists" "lists in $lists: nothing of this was tried"
    report_end
    exit 0
fi
for list in zala parteispenden; do
    "$program" import --dataset "$list" "$lists/$list/entities.ftm.json" >/dev/null
done
payer=$(grep -o '"id": *"281d01c4[0-9a-f]*"' "$lists/parteispenden/entities.ftm.json" | head -n 1 |
    grep -o '281d01c4[0-9a-f]*')
node_start --no-auth

person() { # person NAME [BIRTHDATE]
    printf '{"queries":{"a":{"id":"mine","schema":"Person","properties":{"name":"%s","birthDate":[%s]}}}}' \
        "$1" "${2:-}"
}

match() { # match PARAMETERS NAME [BIRTHDATE]
    ask POST "/match/zala$1" -d "$(person "$2" "${3:-}")"
}

first_is() {
    answers 200 "\"results\":[{\"id\":\"$1\""
}

in_order() { # in_order TEXT TEXT...: each behind the one before
    awk -v n="$#" 'BEGIN { for (i = 1; i < ARGC; i++) { want[i] = ARGV[i]; ARGV[i] = "" } ARGC = 2
        ARGV[1] = ENVIRON["body"] }
        { text = text $0 }
        END { for (i = 1; i <= n; i++) { at = index(text, want[i]); if (!at) exit 1
            text = substr(text, at + length(want[i])) } }' "$@"
}
body=$base/body
export body

match '' 'Alexander Zakharov'
holds "Zakharov is the first" first_is $zakharov
holds "the caller's id is given back" body_has '"query":{"id":"mine"'
match '' alexandervyacheslavovichzakharov
holds "he is found without blanks" first_is $zakharov
match '?threshold=0.2' 'Aiexandvr Zakharom'
holds "he is found with slips" first_is $zakharov
match '?algorithm=name-based' 'Alexander Zakharov'
holds "an algorithm of yente's is taken" first_is $zakharov
match '?fuzzy=false' 'Alexander Zakharov' 1965
holds "a number is a date" body_has '"birthDate":["1965"]'
match '?topics=crime.cyber' 'Alexander Zakharov'
holds "another topic is not his" answers 200 '"results":[],"total":{"value":0,"relation":"eq"}'
match '?exclude_entity_ids=ofac-45937' 'Alexander Zakharov'
holds "a former id leaves him out" body_lacks "\"id\":\"$zakharov\""
match '?changed_since=2099-01-01' 'Alexander Zakharov'
holds "nothing changed since a day to come" answers 200 '"results":[]'
match '?limit=0' 'Alexander Zakharov'
holds "no results are wanted" answers 200 '"results":[],"total":{"value":'
match '?limit=501' 'Alexander Zakharov'
holds "too many are refused" answers 422 '"loc":["query","limit"]'

tries=0
while ask GET '/search/zala?limit=0' && [ "$status" = 503 ] && [ "$tries" -lt 100 ]; do
    tries=$((tries + 1)) # the files of full-text search are being made
    sleep 0.1
done
for page in 'q=zakharov&target=true' 'q=zakharov%20izhevsk' 'q=names:zakharov'; do
    ask GET "/search/zala?$page"
    holds "search finds him: $page" first_is $zakharov
done
ask GET '/search/zala?topics=crime.cyber'
holds "search for a topic that none has" answers 200 '"total":{"value":0,"relation":"eq"}'
ask GET '/search/zala?facets=schema&facets=topics&limit=0'
holds "two facets" answers 200 '"facets":{"schema":{"label":"Entity types"'
holds "and not a third" body_lacks '"countries":{"label"'
ask GET '/search/zala?q=invalid/query'
holds "bad syntax" answers 400
ask GET '/search/zala?q=invalid/query&simple=true'
holds "is none in simple words" answers 200
ask GET '/search/zala?offset=9999'
holds "too far" answers 422
ask GET '/search/zala?filter=keel'
holds "a filter without a field" answers 400
ask GET '/search/nowhere'
holds "no such dataset" answers 404 '{"detail":"No such dataset."}'

ask GET /entities/ofac-45937
holds "a former id leads to the present one" answers 308
holds "by its address" head_has "Location: /entities/$zakharov"
ask GET "/entities/$zakharov"
holds "his sanctions are inside" body_has '"sanctions":[{"id":'
ask GET "/entities/$zakharov?nested=false"
holds "and are not when that is not wanted" body_lacks '"sanctions":['
ask GET "/entities/$payer/adjacent"
holds "neighbours are in the order of the file" in_order '"addressEntity":{"results":[{"id":"582e64e9' \
    '"id":"012a13cd' '"paymentPayer":{"results":[{"id":"98a5b377' '"id":"8928105b'
holds "with the root as an id" body_has "\"payer\":[\"$payer\"]"
ask GET "/entities/$payer/adjacent/addressEntity?limit=1&offset=1"
holds "one page of one of them" answers 200 '"total":{"value":2,"relation":"eq"},"limit":1,"offset":1}'
ask GET "/entities/$payer/adjacent/keel"
holds "no such property" answers 404 '{"detail":"No such property!"}'

ask GET '/reconcile/zala/suggest/entity?prefix=zakharov'
holds "he is suggested" answers 200 "\"result\":[{\"id\":\"$zakharov\""
ask GET '/reconcile/zala/suggest/property?prefix=country'
holds "Thing:country is suggested" body_has '"id":"Thing:country"'
holds "LegalEntity:mainCountry, too" body_has '"id":"LegalEntity:mainCountry"'
ask POST /reconcile/zala --data-urlencode 'extend={"ids":["ofac-45937"],"properties":[{"id":"name"}]}'
holds "a former id cannot be extended" answers 400

ask GET /catalog
holds "the catalog" answers 200 '"current":['
tag=$(sed -n 's/^ETag: \(.*\)\r$/\1/p' "$base/head")
ask GET /catalog -H "If-None-Match: W/\"other\", $tag"
holds "is not sent again" answers 304
holds "the server ends well" node_stop
report_end
