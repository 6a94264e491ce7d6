#!/bin/sh
# Makes sure that the interrupt of the UART does not need the flash, which is not there while a sector is erased: the handler lies in instruction RAM,
# calls nothing, and uses no address of the flash.
#
# usage: check_interrupts.sh TOOL-PREFIX ELF-FILE
set -eu
prefix=$1
elf=$2
handler=$("${prefix}nm" "$elf" | awk '$3 ~ /on_uart_interrupt/ { print $3 }')
"${prefix}objdump" -d --disassemble="$handler" "$elf" | awk -v handler="$handler" '
    function complain(what) { print "error: the interrupt handler " handler " " what ": " $0; wrong = 1 }
    # 40100084:	c22b  	addi.n	a2, a2, 2
    $1 ~ /^[0-9a-f]+:$/ {
        ++instructions
        if ($1 !~ /^4010[0-7]/) complain("is not in instruction RAM")
        if ($3 ~ /^call/) complain("calls something")
        if ($0 ~ /[ (]402[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]/) complain("uses the flash")
    }
    END {
        if (instructions < 10) { print "error: the interrupt handler was not found"; wrong = 1 }
        exit wrong
    }' >&2
