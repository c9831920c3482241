#!/bin/sh
# Make the vendored code of sealing anew, in a fresh folder, and say whether it is the file in the repository.
# Needs npm; nobody who installs or runs misaq does. Usage: scripts/vendor_sealing/build.sh [--write]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
there=$here/../../src/misaq/web/record/static/record/vendor/sealing-crypto
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/package.json" "$here/entry.js" "$here/absent.js" "$work"
cd "$work"
npm install --no-audit --no-fund --ignore-scripts --silent
node_modules/.bin/esbuild entry.js --bundle --format=iife --global-name=misaqSealingCrypto --target=es2022 \
  --charset=utf8 --legal-comments=inline --log-level=warning \
  --alias:@noble/post-quantum/hybrid.js=./absent.js --alias:@noble/curves/nist.js=./absent.js \
  --outfile=sealing-crypto.js
if [ "${1:-}" = --write ]; then
  cp sealing-crypto.js "$there/sealing-crypto.js"
  for name in age-encryption shamir-secret-sharing @noble/ciphers @noble/curves @noble/hashes @scure/base; do
    cp "node_modules/$name/LICENSE" "$there/licences/$(printf %s "$name" | tr -d @ | tr / -).txt"
  done
fi
node -e '
const lock = JSON.parse(require("fs").readFileSync("package-lock.json", "utf8")).packages;
for (const [path, one] of Object.entries(lock))
  if (/^node_modules\/(age|shamir|@noble|@scure)/.test(path)) console.log(path.slice(13), one.version, one.integrity);
'
sha256sum sealing-crypto.js
cmp sealing-crypto.js "$there/sealing-crypto.js" && echo "the same file as in the repository"
