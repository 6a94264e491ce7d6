#!/bin/sh
# Prints where the parts of stub.bin belong: its first text_size bytes are code, the rest is data.
#
# usage: describe.sh TOOL-PREFIX ELF-FILE
set -eu
prefix=$1
elf=$2
section() { "${prefix}objdump" -h "$elf" | awk -v name="$1" '$2 == name { print $3, $4 }'; }
set -- $(section .text) $(section .data)
entry=$("${prefix}nm" "$elf" | awk '$3 == "stub_start" { print $1 }')
cat <<END
# Made by "make -C firmware/stub update". stub.bin is the code, then the data.
entry = 0x$entry
text_address = 0x$2
text_size = $((0x$1))
data_address = 0x$4
data_size = $((0x$3))
END
