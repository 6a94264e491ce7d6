#!/bin/sh
# Prints the image that the ROM loads from flash 0: a header, the code, the data, zeros, and an exclusive or over both as the last byte.
#
# usage: pack.sh TOOL-PREFIX ELF-FILE CODE-FILE DATA-FILE
set -eu
prefix=$1
elf=$2
code=$3
data=$4
section() { "${prefix}objdump" -h "$elf" | awk -v name="$1" '$2 == name { print $4 }'; }
size() { wc -c <"$1"; }
byte() { printf "\\$(printf %03o "$1")"; }
word() { for shift in 0 8 16 24; do byte $(($1 >> shift & 255)); done; }
segment() { word "0x$(section "$1")"; word "$(size "$2")"; cat "$2"; }

byte 0xE9
byte 2      # segments
byte 3      # DOUT: the only way to read that every flash chip has
byte 0x20   # 1 MB at 40 MHz
word "0x$("${prefix}nm" "$elf" | awk '$3 == "boot_start" { print $1 }')"
segment .text "$code"
segment .data "$data"
sum=0xEF
for value in $(od -An -v -tu1 "$code" "$data"); do
    sum=$((sum ^ value))
done
filled=$((8 + 8 + $(size "$code") + 8 + $(size "$data")))
while [ $((filled % 16)) -ne 15 ]; do
    byte 0
    filled=$((filled + 1))
done
byte $sum
