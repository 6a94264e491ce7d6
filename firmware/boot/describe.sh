#!/bin/sh
# Prints what boot.bin is: where its two segments go, and how much of the chip's memory the loader needs.
#
# usage: describe.sh TOOL-PREFIX ELF-FILE
set -eu
prefix=$1
elf=$2
section() { "${prefix}objdump" -h "$elf" | awk -v name="$1" '$2 == name { print $3, $4 }'; }
symbol() { "${prefix}nm" "$elf" | awk -v name="$1" '$3 == name { print $1 }'; }
set -- $(section .text) $(section .data)
cat <<END
# Made by "make -C firmware/boot update". boot.bin is an image for flash 0, of at most one sector.
entry = 0x$(symbol boot_start)
text_address = 0x$2
text_size = $((0x$1))
data_address = 0x$4
data_size = $((0x$3))
memory_size = $((0x$(symbol bss_end) - 0x$4))
END
