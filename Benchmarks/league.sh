#!/bin/bash
# A league of seven targets over HTTP on loopback, each a server of its own: time and memory beside two floors, whether every test
# came back, and how often equal targets seem to differ.
# Usage: Benchmarks/league.sh [sextant] [fault-server] [sextant-bench] [transport-bench]
#        (swift build -c release --product fault-server; … --product sextant-bench; … --product transport-bench)
set -euo pipefail
sextant=${1:-.build/release/sextant}
server=${2:-.build/release/fault-server}
bench=${3:-.build/release/sextant-bench}
bare=${4:-.build/release/transport-bench}
folder=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; rm -rf "$folder"' EXIT
ulimit -n 8192

ports=
{
    echo "targets:"
    for number in 1 2 3 4 5 6 7; do
        "$server" --port 0 --latency-ms 50 --profile steady >"$folder/server$number.log" &
        pids+=($!)
        until grep -qs listening "$folder/server$number.log"; do :; done
        base=$(sed -n 's/.*\(http:[^ ]*\).*/\1/p' "$folder/server$number.log")
        ports=$ports,$(echo "$base" | sed 's/.*:\([0-9]*\).*/\1/')
        echo "  - {target: openai/bench, name: target $number, target-base-url: '$base'}"
    done
} >"$folder/sextant.yaml"

# Prints what is slower than what, and how often.
ratio() { awk -v time="$1" -v ideal=0.35 -v floor="$2" 'BEGIN { printf "%.2f x the ideal, %.2f x the bare client", time / ideal, time / floor }'; }

# The ideal floor: 420 tests through 64 connections are seven times 50 ms, for all targets at once. The floor of this machine: a
# client that does nothing but send the same prompts to the same servers, which share its processors, over as many connections.
floor=
for size in "" 420; do
    for _ in 1 2 3; do
        rm -rf "$folder/out"
        /usr/bin/time -o "$folder/time" -f "%e %U %S %M" \
            "$sextant" run --config "$folder/sextant.yaml" --budget 420 --max-connections 64 ${size:+--round-size $size} \
            --output "$folder/out" --coverage "$folder/coverage" --quiet --timeout 5
        judged=$(cat "$folder"/out/*/tests.jsonl | grep -c '"label":')
        if [ -z "$floor" ]; then
            prompts=$(ls "$folder"/out/*/tests.jsonl | head -1)
            for _ in 1 2 3 4 5; do
                /usr/bin/time -o "$folder/bare" -f "%e" "$bare" --prompts "$prompts" --ports "${ports#,}" >"$folder/count"
                [ "$(cat "$folder/count")" -eq 2940 ]
                cat "$folder/bare" >>"$folder/floors"
            done
            floor=$(sort -n "$folder/floors" | head -1)
            echo "floors: 0.35 s ideal; a bare client $(tr '\n' ' ' <"$folder/floors")s, the least $floor s"
        fi
        read -r time user system peak <"$folder/time"
        echo "7 x 420 tests, 64 connections each, 50 ms, rounds of ${size:-26}: $time s ($(ratio "$time" "$floor")), $user+$system s CPU, $peak KB peak"
        echo "    lost $((2940 - judged))"
        [ "$judged" -eq 2940 ]
    done
done
"$bench" league
