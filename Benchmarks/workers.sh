#!/bin/bash
# One run on several workers of this machine against one server, and one machine on PostgreSQL beside SQLite.
# Usage: Benchmarks/workers.sh [sextant] [fault-server] [tests]   (swift build -c release --product fault-server)
set -euo pipefail
sextant=$(realpath "${1:-.build/release/sextant}")
server=$(realpath "${2:-.build/release/fault-server}")
tests=${3:-20000}
scripts=$(realpath "$(dirname "$0")/../scripts")
folder=$(mktemp -d)
mkfifo "$folder/commands"
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; exec 3>&-; rm -rf "$folder"' EXIT
export OPENAI_API_KEY=none
"$scripts/temporary-postgres" <"$folder/commands" >"$folder/url" &
exec 3>"$folder/commands"
until [ -s "$folder/url" ]; do sleep 0.1; done
url=$(cat "$folder/url")
"$server" --port 0 --latency-ms 200 >"$folder/server.log" &
pids+=($!)
until grep -qs listening "$folder/server.log"; do sleep 0.1; done
base=$(sed -n 's/.*\(http:[^ ]*\).*/\1/p' "$folder/server.log")

schema() { psql "$url" -qc "CREATE SCHEMA $1"; echo "$url&options=-csearch_path%3D$1"; }

for workers in 1 2 4; do
    store=$(schema "w$workers")
    began=$(date +%s.%N)
    "$sextant" run --plan-only --quiet --target openai/bench --target-base-url "$base" --budget "$tests" \
        --max-connections 64 --store "$store" --output "$folder/w$workers" --coverage "$folder/coverage" >/dev/null &
    planner=$!
    works=()
    for ((i = 0; i < workers; i++)); do
        until psql "$store" -Atqc "SELECT 1 FROM run" 2>/dev/null | grep -q 1; do sleep 0.1; done
        "$sextant" worker --until-done --quiet --store "$store" --output "$folder/w$workers-$i" &
        works+=($!)
    done
    wait "${works[@]}"
    seconds=$(echo "$(psql "$store" -Atqc "SELECT max(last_seen) - min(began_at) FROM worker WHERE NOT planner")" )
    echo "$workers workers: $tests tests in $seconds s"
    wait "$planner"
done

for store in file database; do
    options=()
    [ "$store" = file ] || options=(--store "$(schema one)")
    /usr/bin/time -f "$store: 1,000 tests at 64 connections in %e s" \
        "$sextant" run --quiet --target openai/bench --target-base-url "$base" --budget 1000 --max-connections 64 \
        "${options[@]}" --output "$folder/$store" --coverage "$folder/coverage" >/dev/null
done
