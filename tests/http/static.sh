#!/bin/sh
# The pages of a server, with the console and without it: static.sh PROGRAM SOURCE-ROOT
set -eu
# shellcheck source=tests/http/node.sh
. "$(dirname "$0")/node.sh"

policy="Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src \
'self' data:; connect-src 'self'; font-src 'self'; form-action 'none'; base-uri 'none'; \
frame-ancestors 'none'"
status=

# The answer may load nothing from elsewhere, nor be put into a frame.
is_safe() {
    head_has "$policy" && head_has 'Referrer-Policy: no-referrer' && head_has 'X-Frame-Options: DENY' &&
        head_has 'Cross-Origin-Opener-Policy: same-origin' && head_has 'X-Content-Type-Options: nosniff'
}

etag() {
    sed -n 's/^ETag: \(.*\)\r$/\1/p' "$base/head"
}

# page PATH TYPE: what holds of every page
page() {
    ask GET "$1"
    holds "$1 is there" answers 200
    holds "$1 is $2" head_has "Content-Type: $2"
    holds "$1 is safe" is_safe
    holds "$1 names nothing elsewhere" [ -z "$(grep -aoE '(src|href)="(https?:)?//[^"]*"' "$base/body")" ]
    tag=$(etag)
    ask GET "$1" -H "If-None-Match: $tag"
    holds "$1 is not sent again to who has it" answers 304
    holds "$1 has the same tag then" [ "$(etag)" = "$tag" ]
    ask GET "$1" -H 'If-None-Match: "other"'
    holds "$1 is sent to who has another" answers 200
    ask GET "$1" -I
    holds "$1 has a head" answers 200
}

"$program" import examples/lists/un/consolidated.xml >/dev/null
node_start --no-auth

page / text/html
holds "the page is asked for each time" head_has 'Cache-Control: no-cache'
ask GET /
if body_has '/console/assets/'; then
    script=$(grep -o '/console/assets/[^"]*\.js' "$base/body" | head -n 1)
    page "$script" text/javascript
    holds "an asset is kept for ever" head_has 'Cache-Control: public, max-age=31536000, immutable'
    plain=$tag
    ask GET "$script"
    cp "$base/body" "$base/plain"
    ask GET "$script" -H 'Accept-Encoding: gzip'
    holds "it is packed for who takes that" head_has 'Content-Encoding: gzip'
    holds "and says so to caches" head_has 'Vary: Accept-Encoding'
    holds "under another tag" [ "$(etag)" != "$plain" ]
    holds "it is the same file" sh -c "gzip -dc <'$base/body' | cmp -s - '$base/plain'"
    page /console text/html
    page /console/lists text/html
    ask GET /console/assets/none.js
    holds "an asset that is not there is not the page" answers 404
    page /docs/../console text/html
else
    page /console text/html
    ask GET /
    holds "without a console it says what it is" body_has 'This is a node of tocsin'
    holds "and where to go on" body_has 'href="/docs"'
fi
ask GET /favicon.ico
holds "a browser that looks for an icon is content" answers 204

page /docs text/html
holds "the description is asked for each time" head_has 'Cache-Control: no-cache'
page /docs/docs.css text/css
page /docs/docs.js text/javascript
ask GET /docs
holds "its script is a file" [ -z "$(grep -E '<script>|<style>| style=| on[a-z]+=' "$base/body")" ]
ask GET /docs/none.js
holds "what it does not have is not there" answers 404
ask GET /openapi.json
holds "the document is there for anybody" answers 200 '"openapi":"3.1.0"'
ask POST /docs
holds "pages are only read" answers 405
holds "the server stops" node_stop
report_end
