#!/bin/sh
# Builds the web console in a folder of its own: build.sh SOURCE WORK STAMP DEPFILE
#
# SOURCE is console/ of the project; nothing is written there. What npm brings and what Vite makes
# stands under WORK (node_modules, dist). npm ci runs again only when the lock file has changed. When
# all is there STAMP is touched, and DEPFILE names every file that it was made from, for ninja.
set -eu

source=$1
work=$2
stamp=$3
depfile=$4

top=$PWD
mkdir -p "$work"
cd "$work"

fail() {
    cat build.log >&2
    echo "the console was not built; -Dconsole=disabled builds without it" >&2
    exit 1
}

# Packages come as the lock file has them, each with its checksum, and run no script of their own.
if ! cmp -s "$source/package-lock.json" package-lock.json || [ ! -f node_modules/.complete ]; then
    rm -rf node_modules
    cp "$source/package.json" "$source/package-lock.json" .
    npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier >build.log 2>&1 || fail
    : >node_modules/.complete
fi

rm -rf src test dist
cp -R "$source/src" "$source/test" .
cp "$source/package.json" "$source/index.html" "$source/tsconfig.json" "$source/vite.config.js" .
node node_modules/vite/bin/vite.js build --logLevel warn >build.log 2>&1 || fail

cd "$top"
{
    printf '%s:' "$stamp"
    find "$source/src" "$source/test" "$source/index.html" "$source/package.json" \
        "$source/package-lock.json" "$source/tsconfig.json" "$source/vite.config.js" -type f |
        sort | sed 's/ /\\ /g' | while read -r file; do printf ' \\\n  %s' "$file"; done
    echo
} >"$depfile"
: >"$stamp"
