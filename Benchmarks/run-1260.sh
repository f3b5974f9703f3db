#!/bin/bash
# Time and memory of a run of 1,260 tests against the simulated target, five times, and of `sextant version`.
# Usage: Benchmarks/run-1260.sh [sextant]
set -euo pipefail
sextant=${1:-.build/release/sextant}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for _ in 1 2 3 4 5; do
    /usr/bin/time -f 'run of 1,260 tests (simulated): %e s, %U+%S s CPU, %M KB peak' \
        "$sextant" run --budget 1260 --quiet --output "$folder/out" --coverage "$folder/coverage"
done
for _ in 1 2 3; do
    /usr/bin/time -f 'sextant version: %e s' "$sextant" version >/dev/null
done
