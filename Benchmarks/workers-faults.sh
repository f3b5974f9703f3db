#!/bin/bash
# Breaks runs that several processes share, in every way that one machine allows, and counts at the model server: tests lost,
# tests judged twice, and responses that were paid for twice beside those on the wire.
# Usage: Benchmarks/workers-faults.sh [sextant] [fault-server] [fault …]   (swift build -c release --product fault-server)
set -euo pipefail
sextant=$(realpath "${1:-.build/release/sextant}")
server=$(realpath "${2:-.build/release/fault-server}")
postgres=$(realpath "$(dirname "$0")/../scripts/temporary-postgres")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 - "$sextant" "$server" "$postgres" "$folder" "${@:3}" <<'PYTHON'
import os, re, signal, subprocess, sys, time

sextant, server, postgres, folder, *wanted = sys.argv[1:]
budget, connections, workers = 1200, 8, 3

class Shared:
    """A database, a model server, a run and its processes."""
    def __init__(self, name):
        self.name, self.processes, self.wire = name, [], 0
        self.database = subprocess.Popen([postgres], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.url = self.database.stdout.readline().strip()
        self.model = subprocess.Popen([server, "--port", "0", "--latency-ms", "100"], stdout=subprocess.PIPE, text=True)
        self.address = re.search(r"http:\S+", self.model.stdout.readline()).group()

    def ask(self, sql):
        found = subprocess.run(["psql", self.url, "-Atc", sql], capture_output=True, text=True)
        return found.stdout.strip()

    def start(self, *arguments):
        out = open(f"{folder}/{self.name}.log", "a")
        process = subprocess.Popen(
            [sextant, *arguments, "--store", self.url, "--output", f"{folder}/{self.name}",
             "--coverage", f"{folder}/coverage-{self.name}"], stdout=out, stderr=out,
            env={**os.environ, "OPENAI_API_KEY": "none"})
        self.processes.append(process)
        return process

    def plan(self):
        self.planner = self.start(
            "run", "--plan-only", "--target", "openai/bench", "--target-base-url", self.address, "--budget", str(budget),
            "--max-connections", str(connections))
        return self.planner

    def work(self, *further):
        return self.start("worker", "--until-done", *further)

    def judged(self):
        return int(self.ask("SELECT count(*) FROM verdict") or 0)

    def until(self, share):
        while self.judged() < budget * share: time.sleep(0.1)

    def kill(self, process):
        self.wire += connections if process is not self.planner else 0
        process.send_signal(signal.SIGKILL)
        process.wait()

    def command(self, word):
        self.database.stdin.write(word + "\n")
        self.database.stdin.flush()
        assert self.database.stdout.readline().strip() == word

    def close(self):
        deadline = time.time() + 240
        while self.ask("SELECT state FROM run") != "finished" and time.time() < deadline: time.sleep(0.2)
        judged = self.judged()
        self.model.send_signal(signal.SIGUSR1)
        requests = int(self.model.stdout.readline().split()[1])
        for process in self.processes:
            if process.poll() is None: process.terminate()
        for process in self.processes: process.wait()
        self.model.terminate()
        self.database.stdin.close()
        self.database.wait()
        twice = requests - judged
        good = judged == budget and 0 <= twice <= self.wire
        print(f"{self.name}: lost {budget - judged}, judged twice 0 by the key, paid twice {twice} of {self.wire} on the wire"
              f"{'' if good else ' — WRONG'}", flush=True)
        return good

def worker_killed(run):
    run.plan(); first = run.work(); [run.work() for _ in range(workers - 1)]
    run.until(0.3); run.kill(first)

def planner_killed(run):
    run.plan(); [run.work() for _ in range(workers)]
    run.until(0.3); run.kill(run.planner); run.start("resume", "--plan-only")

def planner_taken_over(run):
    run.plan(); [run.work("--take-over") for _ in range(workers)]
    run.until(0.3); run.kill(run.planner)

def all_killed(run):
    run.plan(); [run.work() for _ in range(workers)]
    run.until(0.3)
    for process in list(run.processes): run.kill(process)
    run.start("resume", "--plan-only"); [run.work() for _ in range(workers)]

def database_restarted(run):
    run.plan(); [run.work() for _ in range(workers)]
    run.until(0.3); run.command("stop"); run.command("start")

def database_stopped(run):
    run.plan(); [run.work() for _ in range(workers)]
    run.until(0.3); run.command("stop"); time.sleep(30); run.command("start")

def worker_paused(run):
    run.plan(); first = run.work(); [run.work() for _ in range(workers - 1)]
    run.until(0.3); first.send_signal(signal.SIGSTOP); run.wire += connections
    time.sleep(80); first.send_signal(signal.SIGCONT)

def worker_drained(run):
    run.plan(); first = run.work(); [run.work() for _ in range(workers - 1)]
    run.until(0.3); first.terminate(); assert first.wait() == 0

faults = [worker_killed, planner_killed, planner_taken_over, all_killed, database_restarted, database_stopped,
          worker_paused, worker_drained]
good = True
for fault in faults:
    if wanted and fault.__name__ not in wanted: continue
    run = Shared(fault.__name__)
    fault(run)
    good = run.close() and good
sys.exit(0 if good else 1)
PYTHON
