#!/bin/sh
# Prints what each object of the core takes on the chip and fails where a budget is exceeded.
#
# usage: sizes.sh SIZE-PROGRAM OBJECT...
#   code      instructions and their literals, in flash
#   constants in flash, read by aligned words
#   rodata    constants that the linker puts into RAM: at most 64 bytes together
#   ram       .data and .bss: the core has no globals, so none
set -eu
most_rodata=64
size=$1
shift
"$size" -A "$@" | awk -v most_rodata="$most_rodata" '
    function finish() {
        if (name != "") {
            printf "%-28s %7d %9d %7d %5d\n", name, code, constants, rodata, ram
        }
        all_code += code; all_constants += constants; all_rodata += rodata; all_ram += ram
        code = constants = rodata = ram = 0
    }
    BEGIN { printf "%-28s %7s %9s %7s %5s\n", "", "code", "constants", "rodata", "ram" }
    /:$/ { finish(); name = $1; sub(/.*\/core\//, "core/", name) }
    $1 ~ /^\.irom0\.text/ { constants += $2; next }
    $1 ~ /^\.(text|literal)/ { code += $2 }
    $1 ~ /^\.rodata/ { rodata += $2 }
    $1 ~ /^\.(data|bss)/ { ram += $2 }
    END {
        finish()
        printf "%-28s %7d %9d %7d %5d\n", "all", all_code, all_constants, all_rodata, all_ram
        if (all_code == 0) { print "no code was measured"; exit 1 }
        if (all_rodata > most_rodata) { print "over budget: rodata is " all_rodata ", at most " most_rodata; exit 1 }
        if (all_ram > 0) { print "over budget: the core has globals, " all_ram " bytes"; exit 1 }
    }'
