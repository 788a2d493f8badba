#!/bin/sh
# Builds the editor's bundle into portal/static/editor; with --check builds beside it and compares every byte.
# Needs Node and npm; installing the portal needs neither, since the bundle is committed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$here"
target="$here/../../static/editor"
out=$target
if [ "${1:-}" = "--check" ]; then
  out=$(mktemp -d)
  trap 'rm -rf "$out"' EXIT
fi
if ! cmp -s package-lock.json node_modules/.lock-built; then
  npm ci --ignore-scripts --silent
  cp package-lock.json node_modules/.lock-built
fi
mkdir -p "$out"
esbuild() {
  node_modules/.bin/esbuild "$@" --target=es2022 --minify --charset=utf8 --legal-comments=none --log-level=warning
}
esbuild src/editor.js --bundle --format=esm --outfile="$out/editor.js"
esbuild src/signout.js --bundle --format=esm --outfile="$out/signout.js"
esbuild src/editor.css --outfile="$out/editor.css"
node src/licenses.mjs > "$out/LICENSES.txt"
node src/export_messages.mjs > "$out/messages.json"
(cd "$out" && sha256sum LICENSES.txt editor.css editor.js signout.js > SHA256)
if [ "$out" != "$target" ]; then
  cmp "$out/messages.json" messages.json
  for name in LICENSES.txt SHA256 editor.css editor.js signout.js; do cmp "$out/$name" "$target/$name"; done
  echo "editor bundle: unchanged"
else
  mv "$out/messages.json" messages.json
fi
