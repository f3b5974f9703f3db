#!/bin/bash
# What becomes of prompts and responses of five megabytes, whatever they are made of: milliseconds of processor time for each.
# Usage: Benchmarks/long-texts.sh [megabytes]
set -euo pipefail
cd "$(dirname "$0")/.."
swift build -c release --product text-bench
exec .build/release/text-bench Seeds "${1:-5}"
