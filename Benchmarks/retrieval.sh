#!/bin/bash
# Quality of the passage search on a set in BEIR's layout, and its speed on 100,000 made-up passages.
# Usage: Benchmarks/retrieval.sh [--data FOLDER]   FOLDER has corpus.jsonl, queries*.jsonl and qrels*.tsv, for example Cranfield
set -euo pipefail
swift build -c release --product retrieval-bench
bench=.build/release/retrieval-bench
if [ "${1:-}" = --data ]; then "$bench" --data "$2"; fi
/usr/bin/time -f '%e s in all, %M KB peak' "$bench" --passages 100000
