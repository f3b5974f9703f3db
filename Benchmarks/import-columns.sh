#!/bin/bash
# Which columns `sextant import` finds in files of public data sets, with no option given.
# Usage: Benchmarks/import-columns.sh --data FOLDER [sextant]
set -euo pipefail
cd "$(dirname "$0")/.."
[ "${1:-}" = --data ] && [ -d "${2:-}" ] || { echo "usage: $0 --data FOLDER [sextant]" >&2; exit 2; }
data=$(realpath "$2")
program=$(realpath "${3:-.build/release/sextant}")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export SEXTANT_SEEDS=$PWD/Seeds
cd "$folder"

# What a person would choose, by the name of the file; other files are shown without a judgement.
expected() {
    case "$1" in
        SimpleSafetyTests*) echo "'prompts_final' 'harm_area'" ;;
        harmbench*) echo "'Behavior' 'SemanticCategory'" ;;
        xstest*) echo "'prompt' 'type'" ;;
        catqa*) echo "'prompt' 'category', 'subcategory'" ;;
        cvalues*) echo "'prompt' 'domain_en'" ;;
        ailuminate*) echo "'prompt_text' 'hazard'" ;;
    esac
}

wrong=0
for file in "$data"/*; do
    found=$("$program" import "$file" --dry-run)
    columns=$(sed -n "s/^prompts  *column //p; s/^category  *column //p" <<<"$found" | paste -sd' ')
    want=$(expected "$(basename "$file")")
    verdict=${want:+right}
    if [ -n "$want" ] && [ "$columns" != "$want" ]; then
        verdict="WRONG, expected $want"
        wrong=$((wrong + 1))
    fi
    echo "$(basename "$file"): $columns ${verdict:+($verdict)}; $(sed -n 's/^placed  *//p' <<<"$found")"
done
[ "$wrong" -eq 0 ]
