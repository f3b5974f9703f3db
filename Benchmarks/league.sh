#!/bin/bash
# A league of seven targets over HTTP on loopback, each a server of its own: time and memory beside the floor, whether every test
# came back, and how often equal targets seem to differ.
# Usage: Benchmarks/league.sh [sextant] [fault-server] [sextant-bench]
#        (swift build -c release --product fault-server; … --product sextant-bench)
set -euo pipefail
sextant=${1:-.build/release/sextant}
server=${2:-.build/release/fault-server}
bench=${3:-.build/release/sextant-bench}
folder=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; rm -rf "$folder"' EXIT
ulimit -n 8192

{
    echo "targets:"
    for number in 1 2 3 4 5 6 7; do
        "$server" --port 0 --latency-ms 50 --profile steady >"$folder/server$number.log" &
        pids+=($!)
        until grep -qs listening "$folder/server$number.log"; do :; done
        base=$(sed -n 's/.*\(http:[^ ]*\).*/\1/p' "$folder/server$number.log")
        echo "  - {target: openai/bench, name: target $number, target-base-url: '$base'}"
    done
} >"$folder/sextant.yaml"

# The floor: 420 tests through 64 connections are seven times 50 ms, for all targets at once.
for size in "" 420; do
    for _ in 1 2 3; do
        rm -rf "$folder/out"
        /usr/bin/time -f "7 x 420 tests, 64 connections each, 50 ms, rounds of ${size:-26}: %e s (floor 0.35 s), %U+%S s CPU, %M KB peak" \
            "$sextant" run --config "$folder/sextant.yaml" --budget 420 --max-connections 64 ${size:+--round-size $size} \
            --output "$folder/out" --coverage "$folder/coverage" --quiet --timeout 5
        judged=$(cat "$folder"/out/*/tests.jsonl | grep -c '"label":')
        echo "    lost $((2940 - judged))"
        [ "$judged" -eq 2940 ]
    done
done
"$bench" league
