#!/bin/bash
# One large run over PostgreSQL with a simulated target: memory of planner and worker, and time and processor time a round, at
# the start and at the end. Planner, worker and database are on this machine.
# Usage: Benchmarks/million.sh [sextant] [tests]
# Exit status 1: a test is lost, a process takes 300 MB or more, or a round takes more than 1.5 x the processor time at the end.
set -euo pipefail
sextant=$(realpath "${1:-.build/release/sextant}")
postgres=$(realpath "$(dirname "$0")/../scripts/temporary-postgres")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 - "$sextant" "$postgres" "$folder" "${2:-1000000}" <<'PYTHON'
import os, subprocess, sys, time

sextant, postgres, folder, tests = *sys.argv[1:4], int(sys.argv[4])
database = subprocess.Popen([postgres], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
url = database.stdout.readline().strip()
place = url.split("host=")[1].split("&")[0]
size = min(max(tests // 16, 20), 2000)

def ask(sql):
    return subprocess.run(["psql", url, "-Atc", sql], capture_output=True, text=True).stdout.strip()

def start(*arguments):
    out = open(f"{folder}/{arguments[0]}.log", "a")
    return subprocess.Popen([sextant, *arguments, "--quiet", "--store", url, "--output", f"{folder}/{arguments[0]}"],
                            stdout=out, stderr=out)

def stat(process):
    """Processor seconds of a process, its ended children included, and its parent."""
    try: fields = open(f"/proc/{process}/stat").read().rsplit(")", 1)[1].split()
    except OSError: return 0, 0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK"), int(fields[1])

def memory(process):
    try: lines = open(f"/proc/{process}/status").read().split("\n")
    except OSError: return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS")), 0)

def server():
    master = int(open(next(f"{place}/{name}/postmaster.pid" for name in ("data",))).readline())
    all = [stat(name) for name in os.listdir("/proc") if name.isdigit()]
    return stat(master)[0] + sum(seconds for seconds, parent in all if parent == master)

planner = start("run", "--plan-only", "--budget", str(tests), "--axes", "hazard=air-2024,style=astral,technique=astral",
                "--coverage", f"{folder}/coverage")
while ask("SELECT count(*) FROM run") != "1": time.sleep(0.2)
worker = start("worker", "--until-done", "--max-connections", "64")
marks, began = [], time.time()
def mark(done):
    marks.append((done, time.time() - began, stat(planner.pid)[0], stat(worker.pid)[0], server(), memory(planner.pid), memory(worker.pid)))

print("tests       seconds a round   processor seconds a round: planner  worker  database   memory: planner  worker")
def show(old, new):
    rounds = (new[0] - old[0]) / size
    each = [(new[i] - old[i]) / rounds for i in range(1, 5)]
    print(f"{new[0]:>9}   {each[0]:15.2f}   {each[1]:34.2f}  {each[2]:6.2f}  {each[3]:8.2f}   {new[5]:12} MB  {new[6]:4} MB", flush=True)
    return each

step, most, figures = tests // 20, [0, 0], []
mark(0)
while marks[-1][0] + step < tests and planner.poll() is None:
    time.sleep(1)
    most = [max(most[0], memory(planner.pid)), max(most[1], memory(worker.pid))]
    done = int(ask("SELECT max(ordinal) + 1 FROM planned_test WHERE run = 1") or 0)
    if done >= marks[-1][0] + step:
        mark(done)
        figures.append(show(*marks[-2:]))
while worker.poll() is None and planner.poll() is None:
    time.sleep(1)
    most = [max(most[0], memory(planner.pid)), max(most[1], memory(worker.pid))]
seconds = time.time() - began
judged, failed = (int(ask(f"SELECT count(*) FROM {table}")) for table in ("verdict", "failure"))
print(f"{judged} tests judged, {failed} failed in {seconds:.0f} s; most memory: planner {most[0]} MB, worker {most[1]} MB")
planner.wait(); worker.wait()
print(f"with the exports: {time.time() - began:.0f} s")
# The first twentieth has an empty database and programs that start; two together are less at the mercy of a second.
start_, end = figures[1:3], figures[-2:]
ratios = [sum(e[i] for e in end) / max(sum(s[i] for s in start_), 0.01) for i in range(4)]
print("end against start: " + ", ".join(f"{name} {ratio:.2f} x" for name, ratio in zip(("time", "planner", "worker", "database"), ratios)))
database.stdin.close(); database.wait()
good = judged + failed == tests and failed == 0 and max(most) < 300 and all(ratio <= 1.5 for ratio in ratios[1:])
sys.exit(0 if good else 1)
PYTHON
