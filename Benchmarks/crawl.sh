#!/bin/bash
# A site of 1,000 pages on loopback, crawled twice: exactly the pages that robots.txt allows, then 304s only.
# Usage: Benchmarks/crawl.sh [sextant] [crawl-bench]   (swift build -c release --product crawl-bench)
set -euo pipefail
exec "${2:-.build/release/crawl-bench}" --sextant "${1:-.build/release/sextant}" --pages 1000
