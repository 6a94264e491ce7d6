#!/bin/sh
# Puts freshly built images into this folder, with their SHA-256.
#
# usage: update.sh FROM BOARD...
set -eu
export LC_ALL=C
from=$1
shift
to=$(cd "$(dirname "$0")" && pwd)
if command -v sha256sum >/dev/null; then sum() { sha256sum "$@"; }; else sum() { shasum -a 256 "$@"; }; fi
for board in "$@"; do
    cp "$from/$board.bin" "$to/$board.bin"
done
cd "$to"
sum -- *.bin >SHA256SUMS
cat SHA256SUMS
