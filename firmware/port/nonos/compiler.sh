#!/bin/sh
# Says what is missing to build an image, and warns where the compiler is not the one that the committed images are made with.
#
# usage: compiler.sh PREFIX LIBC-FOLDER
set -eu
prefix=$1
libc=$2
version=12.2.0
if ! command -v "${prefix}g++" >/dev/null; then
    echo "error: the compiler ${prefix}g++ is missing" >&2
    echo "hint: Debian has it: apt install gcc-xtensa-lx106 picolibc-xtensa-lx106-elf; another one: CROSS=PREFIX" >&2
    exit 1
fi
if [ ! -f "$libc/include/string.h" ]; then
    echo "error: the headers of the C library are missing: $libc/include" >&2
    echo "hint: Debian has them: apt install picolibc-xtensa-lx106-elf; elsewhere: LX106_LIBC=FOLDER" >&2
    exit 1
fi
found=$("${prefix}g++" -dumpfullversion)
if [ "$found" != "$version" ]; then
    echo "warning: ${prefix}g++ is version $found; the committed images are made with Debian's $version: these bytes will differ" >&2
fi
