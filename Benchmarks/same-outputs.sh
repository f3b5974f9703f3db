#!/bin/bash
# Runs two programs with the same seeds, policies and grids, and compares tests.jsonl but for the members that no seed fixes.
# usage: Benchmarks/same-outputs.sh OLD NEW [SEEDS]
set -euo pipefail
old=$(realpath "$1") new=$(realpath "$2") seeds=${3:-10}
export SEXTANT_SEEDS=${SEXTANT_SEEDS:-$(cd "$(dirname "$0")/.." && pwd)/Seeds}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The tests of one run without its id and its times.
tests() {
    local folder=$work/output
    rm -rf "$folder"
    (cd "$work" && "$@" --output "$folder" --coverage "$work/coverage" --quiet >/dev/null)
    sed -E 's/"run":"[^"]*",//; s/,"timings":\{[^}]*\}//' "$folder"/2*/tests.jsonl
}

same=0 different=0
for policy in adaptive beta uniform; do
    for grid in hazard=astral,style=astral,technique=astral hazard=ailuminate-1.0,style=astral,persona=ailuminate; do
        for seed in $(seq "$seeds"); do
            arguments=(run --budget 400 --floor 0 --seed "$seed" --policy "$policy" --axes "$grid" --oracle rules)
            tests "$old" "${arguments[@]}" >"$work/old"
            tests "$new" "${arguments[@]}" >"$work/new"
            if cmp -s "$work/old" "$work/new"; then
                same=$((same + 1))
            else
                different=$((different + 1))
                echo "different: ${arguments[*]}"
            fi
        done
    done
done
echo "$same runs the same, $different different"
[ "$different" -eq 0 ]
