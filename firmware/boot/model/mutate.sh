#!/bin/sh
# Builds the model with each loader of mutations.tsv and expects it to fail: a proof that finds nothing wrong with a wrong loader is none.
#
# usage: mutate.sh FOLDER COMPILER FLAGS...   (from firmware/boot)
set -eu
folder=$1
shift
tab=$(printf '\t')
found=0
all=0
grep -v '^#' model/mutations.tsv >"$folder/mutations"
while IFS="$tab" read -r what file expression scenario; do
    all=$((all + 1))
    rm -rf "$folder/boot"
    mkdir -p "$folder/boot"
    cp -R ./*.c ./*.h model "$folder/boot"
    sed -e "$expression" "$file" >"$folder/boot/$file"
    if cmp -s "$file" "$folder/boot/$file"; then
        echo "$what: changes nothing"
        exit 1
    fi
    "$@" -I"$folder" -include "$folder/boot/model/geometry.h" "$folder"/boot/model/*.c \
        $(for name in host log swap messages application loader; do echo "$folder/boot/$name.c"; done) -o "$folder/model"
    status=0
    if [ -n "$scenario" ]; then
        timeout 300 "$folder/model" 64 0 0 1 100 "$scenario" >"$folder/output" || status=$?
    else
        timeout 300 "$folder/model" >"$folder/output" || status=$?
    fi
    if [ "$status" -eq 1 ] && grep -Eq '^that is enough$|, [1-9][0-9]* failures$' "$folder/output"; then
        found=$((found + 1))
        echo "$what: $(grep -v ' operations, ' "$folder/output" | head -n 1)"
    else
        echo "NOT FOUND: $what"
    fi
done <"$folder/mutations"
echo "$found of $all wrong loaders found"
[ "$found" -eq "$all" ]
