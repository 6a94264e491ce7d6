#!/bin/sh
# Prints what an image takes of the chip, and fails where a budget is exceeded. KB are 1000 bytes where they are a limit, 1024 where they must be left.
#
# usage: budgets.sh TOOL-PREFIX IMAGE-WITHOUT-EXTENSION
#   image  the file, with the boot loader
#   iram   code that runs while the flash is erased
#   ram    variables, and constants that are read by bytes
#   own    of these the constants of our own code, which belong into flash
#   heap   what is left for the heap, less what the SDK, lwIP and the radio take when they run: 7,740 bytes, of which the radio's part is an
#          assumption, as it runs nowhere but on the chip
set -eu
most_image=360000
most_iram=28000
most_own=64
least_heap=34816
taken=7740
ram_end=$((0x3FFFC000))
prefix=$1
image=$2
symbol() { printf '%d' "0x$("${prefix}nm" "$image.elf" | awk -v name="$1" '$3 == name { print $1 }')"; }
size() { "${prefix}size" -A "$image.elf" | awk -v name="$1" '$1 == name { print $2 }'; }
bytes=$(wc -c <"$image.bin")
iram=$(size .code)
ram=$(($(size .data) + $(size .bss)))
own=$(($(symbol own_constants_end) - $(symbol own_constants_start)))
heap=$((ram_end - $(symbol _heap_start) - taken))
echo "$(basename "$image"): image $bytes, iram $iram, ram $ram (own constants $own), heap $heap"
over() {
    echo "over budget: $1 is $2, $3" >&2
    exit 1
}
[ "$bytes" -le $most_image ] || over image "$bytes" "at most $most_image"
[ "$iram" -le $most_iram ] || over iram "$iram" "at most $most_iram"
[ "$own" -le $most_own ] || over "own constants" "$own" "at most $most_own"
[ "$heap" -ge $least_heap ] || over heap "$heap" "at least $least_heap"
