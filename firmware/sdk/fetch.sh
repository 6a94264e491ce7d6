#!/bin/sh
# Copies the libraries and headers of the SDK that the image is made of, and makes sure that they are the ones which it was developed with.
#
# usage: fetch.sh TO [FROM]
#   FROM  a folder with libs/ and include/, such as a copy of Espressif's repository; without it cargo fetches the crate
set -eu
here=$(cd "$(dirname "$0")" && pwd)
to=$1
from=${2:-}
crate=esp8266-nonos-sdk

fail() {
    echo "error: $1" >&2
    shift
    for hint in "$@"; do echo "hint: $hint" >&2; done
    exit 1
}

if [ -z "$from" ]; then
    # Offline where it was fetched before.
    cargo fetch --quiet --locked --offline --manifest-path "$here/Cargo.toml" 2>/dev/null ||
        cargo fetch --quiet --locked --manifest-path "$here/Cargo.toml" ||
        fail "cannot fetch the SDK, the crate $crate" "is there a network? it is fetched once"
    from=$(cargo metadata --offline --locked --format-version 1 --manifest-path "$here/Cargo.toml" |
        grep -o "\"manifest_path\":\"[^\"]*/$crate-[0-9.]*/Cargo.toml\"" | sed 's/^[^:]*:"//; s/.Cargo.toml"$//')
    [ -n "$from" ] || fail "cargo does not say where it has put the crate $crate"
fi

if command -v sha256sum >/dev/null; then
    sum() { sha256sum "$1" | cut -c 1-64; }
else
    sum() { shasum -a 256 "$1" | cut -c 1-64; }
fi

# Only what is listed is there to be used.
while read -r expected file; do
    [ -f "$from/$file" ] || fail "the SDK in $from has no $file" \
        "firmware/sdk/SHA256SUMS lists what the image is made of; remove that folder, and cargo fetches it anew"
    if ! cmp -s "$from/$file" "$to/$file"; then
        mkdir -p "$(dirname "$to/$file")"
        cp "$from/$file" "$to/$file"
    fi
    [ "$(sum "$to/$file")" = "$expected" ] || fail "$from/$file is not the one that the image is made of: its SHA-256 is another" \
        "expected $expected, as in firmware/sdk/SHA256SUMS" "remove that folder, and cargo fetches it anew"
done <"$here/SHA256SUMS"
