#!/bin/bash
# A run of 1,000 items over HTTP on loopback beside one of 1,000 prompts, in turns: medians of their times, and the ratio.
# Usage: Benchmarks/items.sh [sextant] [fault-server] [repeats]   (swift build -c release --product fault-server)
set -euo pipefail
sextant=${1:-.build/release/sextant}
server=${2:-.build/release/fault-server}
repeats=${3:-7}
folder=$(mktemp -d)
pid=
trap 'kill $pid 2>/dev/null || true; rm -rf "$folder"' EXIT
ulimit -n 8192

python3 - "$folder/bench.csv" <<'PYTHON'
import csv, sys
with open(sys.argv[1], "w", newline="") as file:
    rows = csv.writer(file)
    rows.writerow(["question", "A", "B", "C", "D", "answer", "category"])
    for number in range(1000):
        rows.writerow([f"Which of these comes to {number} plus {number % 7}, as the plan for shelf {number} has it?"]
                      + [str(number + number % 7 + step) for step in (0, 1, 2, 3)] + ["A", f"shelf {number % 20}"])
PYTHON

# The server is the slow part: each run has a new one, and a store of its own.
measure() {
    name=$1
    shift
    "$server" --port 0 --latency-ms 50 --profile steady >"$folder/server.log" &
    pid=$!
    until grep -qs listening "$folder/server.log"; do :; done
    base=$(sed -n 's/.*\(http:[^ ]*\).*/\1/p' "$folder/server.log")
    /usr/bin/time -a -o "$folder/$name" -f "%e %U %S %M" \
        "$sextant" run --target openai/bench --target-base-url "$base" --max-connections 64 --timeout 2 --quiet \
        --output "$folder/out" --coverage "$folder/coverage" "$@" >/dev/null
    kill "$pid"
    wait "$pid" 2>/dev/null || true
    rm -f "$folder/server.log"
    judged=$(cat "$folder"/out/*/tests.jsonl | grep -c '"label":')
    [ "$judged" -eq 1000 ] || { echo "$name: $judged of 1,000 tests judged" >&2; exit 1; }
    rm -rf "$folder/out" "$folder/coverage"
}

for _ in $(seq "$repeats"); do
    measure prompts --budget 1000
    "$sextant" import "$folder/bench.csv" --as items --name bench --output "$folder/out" >/dev/null 2>&1
    measure items --items bench
done

python3 - "$folder" <<'PYTHON'
import statistics, sys
medians = {}
for name in ("prompts", "items"):
    runs = [list(map(float, line.split())) for line in open(f"{sys.argv[1]}/{name}")]
    medians[name] = [statistics.median(column) for column in zip(*runs)]
    seconds, user, system, memory = medians[name]
    print(f"1,000 {name}, 64 connections, 50 ms: {seconds:.2f} s (floor 0.8 s), {user:.2f}+{system:.2f} s CPU, "
          f"{memory / 1000:.0f} MB, median of {len(runs)}")
ratio = medians["items"][0] / medians["prompts"][0]
print(f"items / prompts: {ratio:.2f}")
sys.exit(0 if ratio <= 1.1 else 1)
PYTHON
