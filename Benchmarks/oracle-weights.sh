#!/bin/bash
# Makes the weights of the oracle 'builtin' again and compares them with the shipped ones, bit for bit.
# Usage: Benchmarks/oracle-weights.sh DATA [sextant] [--update]
#   DATA    folder with xstest.dev.jsonl, chatgpt_refusals.dev.jsonl and gptfuzz.dev.jsonl
set -euo pipefail
data=${1:?usage: Benchmarks/oracle-weights.sh DATA [sextant] [--update]}
sextant=${2:-.build/release/sextant}
shipped=Seeds/oracle/builtin.weights
made=$(mktemp)
trap 'rm -f "$made"' EXIT
/usr/bin/time -f 'training: %e s, %M KB peak' "$sextant" oracle train --quiet --out "$made" \
    --data "$data/xstest.dev.jsonl" --data "$data/gptfuzz.dev.jsonl" \
    --harmless Seeds/oracle/examples.jsonl --harmless "$data/chatgpt_refusals.dev.jsonl"
if [ "${3:-}" = --update ]; then
    cp "$made" "$shipped"
    chmod 644 "$shipped"
fi
sha256sum "$shipped" "$made" | cut -c1-64
cmp "$shipped" "$made"
echo "the shipped weights were made again, bit for bit"
