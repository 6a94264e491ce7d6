#!/bin/sh
# Prints what an image says of itself, as options of the compiler.
#
# The build id is SMR_BUILD, or else the first 12 digits of the SHA-256 over all that decides about the bytes. A commit would not do: the same one
# can be built with other compilers, and many change nothing here.
#
# usage: identity.sh VERSION SECURITY-VERSION HOW SOURCE...
#   HOW  compiler and flags
set -eu
export LC_ALL=C
if command -v sha256sum >/dev/null; then sum() { sha256sum "$@"; }; else sum() { shasum -a 256 "$@"; }; fi
version=$1
security=$2
how=$3
shift 3
build=${SMR_BUILD:-$({
    printf '%s\n' "$version" "$security" "$how"
    # Names with sums, in an order that does not depend on the machine.
    sum "$@" | sort -k 2
} | sum | cut -c 1-12)}
printf '%s ' "-DSMR_VERSION=\\\"$version\\\"" "-DSMR_SECURITY_VERSION=$security" "-DSMR_BUILD=\\\"$build\\\""
