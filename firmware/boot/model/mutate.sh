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
sources='host.c log.c swap.c messages.c application.c loader.c model/flash.c model/world.c model/scenarios.c model/main.c'
object() { echo "$folder/$(echo "$1" | tr / -).o"; }
compile() { "$compiler" "$@" -I.. -include model/geometry.h -DMODEL_MOST_FAILURES=1; }
compiler=$1
shift
for source in $sources; do
    compile "$@" -c "$source" -o "$(object "$source")"
done
grep -v '^#' model/mutations.tsv >"$folder/mutations"
while IFS="$tab" read -r what file expression scenario options; do
    all=$((all + 1))
    sed -e "$expression" "$file" >"$folder/changed.c"
    if cmp -s "$file" "$folder/changed.c"; then
        echo "$what: changes nothing"
        exit 1
    fi
    compile "$@" -c "$folder/changed.c" -o "$folder/changed.o"
    "$compiler" "$folder/changed.o" $(for source in $sources; do [ "$source" = "$file" ] || object "$source"; done) -o "$folder/model"
    status=0
    # shellcheck disable=SC2086 # several words
    timeout 600 "$folder/model" ${options:-8 50 8 1 2} ${scenario:+"$scenario"} >"$folder/output" || status=$?
    if [ "$status" -eq 1 ] && grep -Eq '^that is enough$|, [1-9][0-9]* failures$' "$folder/output"; then
        found=$((found + 1))
        echo "$what: $(grep -v ' operations, ' "$folder/output" | head -n 1)"
    else
        echo "NOT FOUND: $what"
    fi
done <"$folder/mutations"
echo "$found of $all wrong loaders found"
[ "$found" -eq "$all" ]
