#!/bin/bash
# Kills nights with -9 at random moments, begins them again, and counts tests that were lost or done twice, and nights.
# Usage: Benchmarks/kill-nightly.sh [sextant] [kills]
set -euo pipefail
cd "$(dirname "$0")/.."
export SEXTANT_SEEDS=$PWD/Seeds
python3 - "$(realpath "${1:-.build/release/sextant}")" "${2:-20}" <<'PYTHON'
import collections, os, random, signal, sqlite3, subprocess, sys, tempfile, time

sextant, wanted = sys.argv[1], int(sys.argv[2])
random.seed(20260131)
budget, kills, nights = 300, 0, 0
phases = collections.Counter()
with tempfile.TemporaryDirectory() as folder:
    command = [
        sextant, "nightly", "--target", "simulated/slow", "--budget", str(budget), "--max-connections", "20",
        "--max-asr", "1", "--keep", "100", "--quiet"]
    def rows(sql):
        path = f"{folder}/Output/sextant.sqlite"
        if not os.path.exists(path):
            return []
        database = sqlite3.connect(path, timeout=30)
        try:
            return database.execute(sql).fetchall()
        except sqlite3.OperationalError:
            return []
        finally:
            database.close()

    while kills < wanted:
        nights += 1
        while True:
            process = subprocess.Popen(
                command + ["--seed", str(nights)], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            # At any moment at all, or within a phase: most of them are too short to be met by chance.
            phase = random.choice(["", "retest", "run", "run", "write", "rotate"])
            while phase and process.poll() is None:
                if (phase,) in rows("SELECT phase FROM night"):
                    break
                time.sleep(0.002)
            time.sleep(random.uniform(0, 0.3 if phase else 1.5))
            if kills < wanted and process.poll() is None:
                process.send_signal(signal.SIGKILL)
                kills += 1
                process.wait()
                open_nights = rows("SELECT phase FROM night WHERE phase != 'done'")
                phases[open_nights[0][0] if open_nights else "before it began"] += 1
            elif (code := process.wait()) == 0:
                break
            else:
                sys.exit(f"night {nights} ended with {code}")
        done = rows("SELECT phase FROM night")
        # A night that was killed after its last phase was done: the next start begins another.
        if len(done) > nights:
            nights = len(done)
        assert all(phase == "done" for phase, in done), done
    lost = doubled = files = 0
    for number, name in rows("SELECT number, id FROM run"):
        verdicts = [n for n, in rows(f"SELECT ordinal FROM verdict WHERE run = {number}")]
        failed = [n for n, in rows(f"SELECT ordinal FROM failure WHERE run = {number}")]
        doubled += len(verdicts) + len(failed) - len(set(verdicts + failed))
        lost += budget - len(set(verdicts + failed))
        there = set(os.listdir(f"{folder}/Output/{name}"))
        files += not {"report.html", "tests.jsonl", "summary.json", "nightly.json", "junit.xml"} <= there
    count = len(rows("SELECT * FROM night"))
    runs = len(rows("SELECT * FROM run"))
print(f"kills {kills} in phases {dict(phases)}")
print(f"nights {count}, runs {runs}, tests lost {lost}, doubled {doubled}, nights without a file {files} (simulated)")
sys.exit(1 if lost or doubled or files or count != runs else 0)
PYTHON
