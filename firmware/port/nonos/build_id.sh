#!/bin/sh
# Prints the build id of an image: the first 12 digits of the SHA-256 over all that decides about its bytes. A commit would not do: the same commit
# can be built with other compilers, and other commits change nothing here.
#
# usage: build_id.sh HOW SOURCE...
#   HOW  compiler and flags
set -eu
export LC_ALL=C
if command -v sha256sum >/dev/null; then sum() { sha256sum "$@"; }; else sum() { shasum -a 256 "$@"; }; fi
how=$1
shift
{
    printf '%s\n' "$how"
    # Names with sums, in an order that does not depend on the machine.
    sum "$@" | sort -k 2
} | sum | cut -c 1-12
