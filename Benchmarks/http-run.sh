#!/bin/bash
# Whole runs over HTTP on loopback: time, CPU and peak memory beside the floor, and whether every test came back.
# Usage: Benchmarks/http-run.sh [sextant] [fault-server]   (swift build -c release --product fault-server)
set -euo pipefail
sextant=${1:-.build/release/sextant}
server=${2:-.build/release/fault-server}
folder=$(mktemp -d)
pid=
trap 'kill $pid 2>/dev/null || true; rm -rf "$folder"' EXIT
ulimit -n 8192

# name, server's latency in ms, its profile, tests, connections, floor in seconds
measure() {
    rm -f "$folder/server.log"
    "$server" --port 0 --latency-ms "$2" --profile "$3" >"$folder/server.log" &
    pid=$!
    until grep -qs listening "$folder/server.log"; do :; done
    base=$(sed -n 's/.*\(http:[^ ]*\).*/\1/p' "$folder/server.log")
    rm -rf "$folder/out"
    /usr/bin/time -f "$1: %e s (floor $6 s), %U+%S s CPU, %M KB peak" \
        "$sextant" run --target openai/bench --target-base-url "$base" --budget "$4" --max-connections "$5" \
        --output "$folder/out" --coverage "$folder/coverage" --quiet --timeout 2
    kill "$pid"
    judged=$(cat "$folder"/out/*/tests.jsonl | grep -c '"label":')
    ids=$(cat "$folder"/out/*/tests.jsonl | cut -d'"' -f4 | sort -u | wc -l)
    echo "    lost $(($4 - judged)), doubled $((judged - ids))"
    [ "$judged" -eq "$4" ] && [ "$ids" -eq "$4" ]
}

for _ in 1 2 3; do measure "1,000 tests, 64 connections, 50 ms" 50 steady 1000 64 0.8; done
measure "20,000 tests, 1,000 connections, 200 ms" 200 steady 20000 1000 4.0
measure "1,000 tests against 50 a second" 20 rate50 1000 32 20.0
measure "2,000 tests, 5 % resets, 5 % 500s, 2 % cut, 1 % hangs" 20 flaky 2000 64 0.6
