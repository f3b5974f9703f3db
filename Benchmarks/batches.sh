#!/bin/bash
# Runs whose calls go out in batches, against a server that finishes a batch in two seconds: time beside the sum of the
# batches, memory and price; then the same under kill -9 at random moments, each run resumed until it is done.
# Usage: Benchmarks/batches.sh [sextant] [fault-server] [kills]   (swift build -c release --product fault-server)
set -euo pipefail
sextant=${1:-.build/release/sextant}
server=${2:-.build/release/fault-server}
kills=${3:-20}
folder=$(mktemp -d)
pid=
trap 'kill $pid 2>/dev/null || true; rm -rf "$folder"' EXIT
"$server" --port 0 --batches openai --batch-seconds 2 >"$folder/server.log" &
pid=$!
until grep -qs listening "$folder/server.log"; do :; done
base=$(sed -n 's/.*\(http:[^ ]*\).*/\1/p' "$folder/server.log")
python3 - "$sextant" "$base" "$kills" "$folder" <<'PYTHON'
import glob, json, os, random, resource, signal, sqlite3, subprocess, sys, time, urllib.request

sextant, base, wanted, folder = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
random.seed(20260131)
tests = 2000

def options(name):
    return ["--output", f"{folder}/{name}", "--coverage", f"{folder}/coverage-{name}"]

def begin(name, *more):
    return [sextant, "run", "--target", "openai/gpt-4o-mini", "--target-base-url", base, "--budget", str(tests), "--quiet",
            *options(name), *more]

def stats():
    return json.load(urllib.request.urlopen(base + "/stats"))

def rows(name, sql):
    return sqlite3.connect(f"{folder}/{name}/sextant.sqlite").execute(sql).fetchall()

# Whole runs: at once for the price, then in batches.
subprocess.run(begin("live", "--max-connections", "64"), check=True, stderr=subprocess.DEVNULL)
live, = rows("live", "SELECT SUM(cost) FROM response")[0]
before, started = stats(), time.time()
subprocess.run(begin("whole", "--batch", "target"), check=True)
wall = time.time() - started
memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
after = stats()
cost, saved = rows("whole", "SELECT SUM(cost), SUM(saved) FROM response")[0]
sums = 2 * (after["batches"] - before["batches"])
summary = json.load(open(glob.glob(f"{folder}/whole/*/summary.json")[0]))
print(f"{tests} tests in {after['batches'] - before['batches']} batches: {wall:.1f} s, the batches' sum {sums} s, {memory // 1024} MB peak")
print(f"price at once ${live:.5f}, in batches ${cost:.5f} ({cost / live:.3f}), saved ${saved:.5f}; "
      f"summary.json says {summary.get('batches')}")
bad = wall > 1.3 * sums or memory > 80 * 1024 or abs(cost / live - 0.5) > 1e-6

# Killed runs.
done = run = lost = doubled = made = 0
start = stats()
while done < wanted:
    run += 1
    name = f"broken{run}"
    process = subprocess.Popen(begin(name, "--batch", "target", "--seed", str(run + 1)), stderr=subprocess.DEVNULL)
    while True:
        time.sleep(random.uniform(0.05, 6))
        if done < wanted and process.poll() is None:
            process.send_signal(signal.SIGKILL)
            done += 1
        if process.wait() == 0:
            break
        listed = subprocess.run([sextant, "runs", "--output", f"{folder}/{name}"], capture_output=True, text=True)
        if listed.returncode or "no runs yet" in listed.stdout:
            process = subprocess.Popen(begin(name, "--batch", "target", "--seed", str(run + 1)), stderr=subprocess.DEVNULL)
        else:
            process = subprocess.Popen([sextant, "resume", "--quiet", *options(name)], stderr=subprocess.DEVNULL)
    verdicts = [n for n, in rows(name, "SELECT ordinal FROM verdict")]
    lost += tests - len(set(verdicts))
    doubled += len(verdicts) - len(set(verdicts))
    made += tests
end = stats()
paid = end["paid"] - start["paid"] + end["live"] - start["live"]
print(f"kills {done} over {run} runs: lost {lost}, judged twice {doubled}; {made} tests, paid {paid} lines, "
      f"{end['doubled']} of them twice, {end['live'] - start['live']} at once")
sys.exit(1 if bad or lost or doubled or end["doubled"] or paid != made else 0)
PYTHON
