#!/bin/bash
# The grid AIR 2024 x 6 styles x 5 techniques: planned, and one template prompt written for each of its 9,360 cells.
# Bounds: 10 s and 300 MB. Usage: Benchmarks/grid-air.sh [sextant]
set -euo pipefail
cd "$(dirname "$0")/.."
program=$(realpath "${1:-.build/release/sextant}")
seeds=$PWD/Seeds
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

/usr/bin/env time -f '%e %M' -o time.txt \
    "$program" expand --taxonomy air-2024 --per-cell 1 --seeds "$seeds" --name air --quiet --out air.jsonl
read -r seconds kilobytes < <(tail -1 time.txt)
distinct=$(sort -u air.jsonl | wc -l)
echo "9,360 cells: $distinct prompts in $seconds s, $((kilobytes / 1024)) MB"
[ "$distinct" -eq 9360 ] || { echo "expected 9360 prompts" >&2; exit 1; }
awk -v s="$seconds" -v k="$kilobytes" 'BEGIN { exit !(s < 10 && k < 300 * 1024) }' || {
    echo "over 10 s or 300 MB" >&2
    exit 1
}
