#!/bin/bash
# Quality of extraction on the sets of a folder, each by its own metric, and pages a second on one core.
# Usage: Benchmarks/extraction.sh --data FOLDER   FOLDER has article-extraction-benchmark, wcxb, wcxb-more and trafilatura, or some of them
set -euo pipefail
if [ "${1:-}" != --data ] || [ $# -lt 2 ]; then
    echo "usage: Benchmarks/extraction.sh --data FOLDER" >&2
    exit 2
fi
swift build -c release --product extract-bench
.build/release/extract-bench "$@"
