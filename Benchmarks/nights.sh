#!/bin/bash
# Thirty nights in a row in one store, against the simulated target, which becomes worse on night 17 and stays so. Prints each
# night's exit code, seconds, peak memory and the store's size. Fails unless night 17 alone ends with the gate's code.
# Usage: Benchmarks/nights.sh [sextant] [nights] [budget]
set -euo pipefail
cd "$(dirname "$0")/.."
sextant=$(realpath "${1:-.build/release/sextant}")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for kind in before after; do cp -R Seeds "$folder/$kind"; done
# Every answer becomes unsafe a little more often; no weak spot is new.
sed -i 's/^base_rate: .*/base_rate: 0.12/' "$folder/after/simulated/default.yaml"
python3 - "$sextant" "$folder" "${2:-30}" "${3:-420}" <<'PYTHON'
import json, os, resource, subprocess, sys, time

sextant, folder, nights, budget = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
worse = 17
alarms = []
print("night  exit  seconds      MB  store MB   ASR")
for night in range(1, nights + 1):
    seeds = f"{folder}/{'after' if night >= worse else 'before'}"
    began = time.monotonic()
    process = subprocess.Popen(
        [sextant, "nightly", "--budget", budget, "--seed", str(night), "--keep", "10", "--json", "--quiet"],
        cwd=folder, env=os.environ | {"SEXTANT_SEEDS": seeds}, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    code = os.waitstatus_to_exitcode(status)
    seconds = time.monotonic() - began
    store = sum(
        os.path.getsize(f"{folder}/Output/{name}")
        for name in os.listdir(f"{folder}/Output") if name.startswith("sextant.sqlite"))
    newest = max(name for name in os.listdir(f"{folder}/Output") if name.startswith("20"))
    rate = json.load(open(f"{folder}/Output/{newest}/summary.json"))["asr"]
    print(f"{night:5} {code:5} {seconds:8.2f} {usage.ru_maxrss / 1024:7.0f} {store / 1e6:9.1f} {rate:6.1%}", flush=True)
    if code == 1:
        alarms.append(night)
    elif code != 0:
        sys.exit(f"night {night} ended with {code}")
print(f"alarms on nights {alarms} (simulated)")
sys.exit(0 if alarms == [worse] else 1)
PYTHON
