#!/bin/bash
# Kills runs with -9 at random moments, resumes them, and compares them with a run that nobody disturbed.
# Usage: Benchmarks/kill-resume.sh [sextant] [kills]
set -euo pipefail
sextant=${1:-.build/release/sextant}
kills=${2:-20}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 - "$sextant" "$kills" "$folder" <<'PYTHON'
import glob, json, os, random, signal, sqlite3, subprocess, sys, time

sextant, wanted, folder = sys.argv[1], int(sys.argv[2]), sys.argv[3]
random.seed(20260131)
options = ["--target", "simulated/slow", "--budget", "600", "--max-connections", "40", "--quiet"]
done = lost = doubled = different = run = 0

def exports(output):
    tests = []
    for line in open(glob.glob(output + "/*/tests.jsonl")[0]):
        test = json.loads(line)
        del test["run"], test["timings"]
        tests.append(test)
    return tests

while done < wanted:
    run += 1
    places = lambda name: ["--output", f"{folder}/{name}{run}", "--coverage", f"{folder}/coverage-{name}{run}"]
    begin = [sextant, "run", *options, "--seed", str(run)]
    subprocess.run(begin + places("whole"), check=True)
    process = subprocess.Popen(begin + places("broken"), stderr=subprocess.DEVNULL)
    output = f"{folder}/broken{run}"
    while True:
        time.sleep(random.uniform(0.02, 0.9))
        if done < wanted and process.poll() is None:
            process.send_signal(signal.SIGKILL)
            done += 1
        if process.wait() == 0:
            break
        listed = subprocess.run([sextant, "runs", "--output", output], capture_output=True, text=True)
        if listed.returncode or "no runs yet" in listed.stdout:
            process = subprocess.Popen(begin + places("broken"), stderr=subprocess.DEVNULL)
        else:
            process = subprocess.Popen(
                [sextant, "resume", "--quiet", *places("broken")], stderr=subprocess.DEVNULL)
    database = sqlite3.connect(f"{output}/sextant.sqlite")
    for number, in database.execute("SELECT number FROM run"):
        tests = [n for n, in database.execute("SELECT ordinal FROM planned_test WHERE run = ?", (number,))]
        verdicts = [n for n, in database.execute("SELECT ordinal FROM verdict WHERE run = ?", (number,))]
        doubled += len(verdicts) - len(set(verdicts))
        lost += 600 - len(set(verdicts) & set(tests))
    if exports(output) != exports(f"{folder}/whole{run}"):
        different += 1
print(f"kills {done} over {run} runs, lost {lost}, doubled {doubled}, runs that differ from an unbroken one {different}")
sys.exit(1 if lost or doubled or different else 0)
PYTHON
