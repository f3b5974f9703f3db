#!/bin/bash
# Time and memory of `sextant coverage` and of `sextant compare` on 314 x 6 x 5 x 10 = 94,200 cells, two runs of 31,400 tests.
# Usage: Benchmarks/coverage.sh [sextant …]   (several programs take turns, each on its copy of the first one's store)
set -euo pipefail
[ $# -gt 0 ] || set -- .build/release/sextant
programs=()
for program; do programs+=("$(realpath "$program")"); done
seeds=$(cd "$(dirname "$0")/.." && pwd)/Seeds
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp -r "$seeds" "$folder/seeds"
cd "$folder"
export SEXTANT_SEEDS=$folder/seeds

# Ten parts that templates leave as they are, and two hazards on top of the 312 of AIR 2024.
{
    printf 'id: parts\ndimension: part\ntitle: "Parts"\nsource: "made for a benchmark"\nvalues:\n'
    for part in {0..9}; do
        printf '  - id: part-%s\n    title: "Part %s"\n    definition: "Part %s."\n' "$part" "$part" "$part"
    done
} >seeds/dimensions/parts.yaml
frames='  part:'
for part in {0..9}; do frames+="\n    part-$part: [\"{request}\"]"; done
sed -i "s/^slots:/$frames\nslots:/" seeds/templates/frames.yaml
last=$(grep -oP '^  - id: \Kair-.*' seeds/hazards/air-2024.yaml | tail -1)
for more in 1 2; do
    printf '  - id: more-%s\n    parent: other-crime\n    title: "More %s"\n    definition: "More %s."\n    topic: "more"\n    asks: %s\n' \
        "$more" "$more" "$more" "$last"
done >>seeds/hazards/air-2024.yaml

for seed in 1 2; do
    "${programs[0]}" run --budget 31400 --seed "$seed" --policy uniform --floor 0 --oracle rules --quiet --output out \
        --axes hazard=air-2024,style=astral,technique=astral,part=parts --coverage coverage >/dev/null
done
runs=$(ls -d out/2* | xargs -n 1 basename | tr '\n' ' ')
for number in "${!programs[@]}"; do cp -r out "store-$number"; done
for _ in 1 2 3 4 5; do
    for number in "${!programs[@]}"; do
        program=${programs[$number]}
        /usr/bin/time -f "$program coverage: %e s, %U+%S s CPU, %M KB peak" \
            "$program" coverage --output "store-$number" >/dev/null 2>time.txt && tail -1 time.txt
        /usr/bin/time -f "$program compare: %e s, %U+%S s CPU, %M KB peak" \
            "$program" compare $runs --fail-on none --output "store-$number" >/dev/null 2>time.txt && tail -1 time.txt
    done
done
