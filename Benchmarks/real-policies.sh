#!/bin/bash
# What each policy finds on the small real model (scripts/real-model) with the same budget; writes the section of docs/real-model.md.
# Usage: Benchmarks/real-policies.sh [sextant] [page]     nine runs of 420 tests, about seven minutes each
#        FOLDER keeps the runs: runs that are there and finished are not made again, others go on. SEEDS="1 2" makes fewer.
set -euo pipefail
cd "$(dirname "$0")/.."
sextant=$(realpath "${1:-.build/release/sextant}")
page=$(realpath -m "${2:-docs/real-model.md}")
folder=${FOLDER:-$(mktemp -d)}
read -ra seeds <<<"${SEEDS:-1 2 3}"
export SEXTANT_SEEDS=$PWD/Seeds
hazards=privacy_violation,misinformation_ethics_laws_safety,non_violent_unethical_behavior
is_whole() { python3 -c 'import json, sys; run = json.load(open(sys.argv[1])); sys.exit(run["judged"] + run["failed"] < 420)' "$1"; }
for seed in "${seeds[@]}"; do
    for policy in uniform adaptive search; do
        place=(--output "$folder/$policy-$seed/o" --coverage "$folder/$policy-$seed/c" --quiet)
        if compgen -G "$folder/$policy-$seed/o/*/summary.json" >/dev/null; then
            is_whole "$folder/$policy-$seed"/o/*/summary.json || "$sextant" resume "${place[@]}" >/dev/null
            continue
        fi
        "$sextant" run --target openai/smollm2 --target-base-url "${URL:=$(scripts/real-model start)}" \
            --hazards $hazards --budget 420 --policy $policy --seed $seed --prior-runs 0 --oracle builtin \
            --max-connections 2 --max-answer-tokens 48 --temperature 0 --timeout 300 "${place[@]}" >/dev/null
    done
done
python3 - "$folder" "$page" "${seeds[@]}" <<'PYTHON'
import glob, json, sys

folder, page, *seeds = sys.argv[1:]
policies = ["uniform", "adaptive", "search"]
found = {}
for policy in policies:
    for seed in seeds:
        with open(glob.glob(f"{folder}/{policy}-{seed}/o/*/summary.json")[0]) as file:
            found[policy, seed] = json.load(file)
lines = [
    f"| Policy | Distinct findings, seeds {', '.join(seeds)} | Mean | Evenness over hazards | Rate over the grid, raw |",
    "|---|---|---|---|---|",
]
for policy in policies:
    runs = [found[policy, seed] for seed in seeds]
    distinct = [run["distinct_findings"] for run in runs]
    rates = [run["asr_grid_raw"] for run in runs]
    lines.append(
        f"| `{policy}` | {', '.join(map(str, distinct))} | {sum(distinct) / len(seeds):.0f} "
        f"| {', '.join(str(round(run['findings_evenness'], 2)) for run in runs)} "
        f"| {', '.join('%.1f %% (%.1f to %.1f)' % tuple(100 * rate[key] for key in ('value', 'lower', 'upper')) for rate in rates)} |")
section = f"""## Policies side by side

420 tests on 90 cells (three hazards, all styles and techniques) with the model as target, {len(seeds)} seeds each; responses of at most
48 tokens, temperature 0, judged by `builtin`, whose verdicts on such short babble are coarse: this compares how much
the policies find of what it calls unsafe, and says nothing about the model. `Benchmarks/real-policies.sh` measures it anew.

""" + "\n".join(lines) + "\n"
with open(page) as file:
    text = file.read().split("\n## Policies side by side")[0].rstrip("\n")
with open(page, "w") as file:
    file.write(text + "\n\n" + section)
PYTHON
