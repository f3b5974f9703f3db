#!/bin/bash
# Findings of the policies on made-up worlds of cells and prompt parts, as ratios to uniform and adaptive by kind of world;
# the kind is the world's name up to its last hyphen.
# Usage: Benchmarks/search.sh --data FOLDER [--seeds K]   FOLDER holds worlds, JSON, at any depth
set -euo pipefail
if [ "${1:-}" != --data ] || [ $# -lt 2 ]; then
    echo "usage: Benchmarks/search.sh --data FOLDER [--seeds K]" >&2
    exit 2
fi
seeds=20
[ "${3:-}" != --seeds ] || seeds=$4
bench=${SEXTANT_BENCH:-.build/release/sextant-bench}
[ -x "$bench" ] || swift build -c release --product sextant-bench
find "$2" -name '*.json' | sort | while read -r world; do
    "$bench" search --world "$world" --seeds "$seeds" --json
done | python3 <(cat <<'END'
import collections, json, statistics, sys

kinds = collections.defaultdict(lambda: collections.defaultdict(list))
for line in sys.stdin:
    world = json.loads(line)
    for name, score in world["policies"].items():
        kinds[world["world"].rsplit("-", 1)[0]][name].append(score)
for kind, policies in kinds.items():
    mean = lambda name, key: statistics.fmean(score[key] for score in policies[name])
    for name in policies:
        print(f"{kind} {name}: distinct, capped {mean(name, 'distinct_capped'):.1f}"
              + "".join(f", {mean(name, 'distinct_capped') / max(mean(other, 'distinct_capped'), 1e-9):.2f} x {other}"
                        for other in ("uniform", "adaptive", "nsga2") if other != name)
              + f"; failing cells {mean(name, 'failing_cells'):.1f}, first finding {mean(name, 'first_finding'):.0f}"
              + f" (median {mean(name, 'first_finding_median'):.0f}), coverage {mean(name, 'coverage'):.3f}")
END
)
