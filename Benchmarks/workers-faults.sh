#!/bin/bash
# Breaks runs that several processes share, in every way that one machine allows, and counts at the model server: tests lost,
# tests judged twice, and responses that were paid for twice beside those on the wire.
# disk_full and network_cut need the rights of root, clock_off the program faketime; without them they say so and are skipped.
# Usage: Benchmarks/workers-faults.sh [sextant] [fault-server] [fault …]   (swift build -c release --product fault-server)
set -euo pipefail
sextant=$(realpath "${1:-.build/release/sextant}")
server=$(realpath "${2:-.build/release/fault-server}")
postgres=$(realpath "$(dirname "$0")/../scripts/temporary-postgres")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 - "$sextant" "$server" "$postgres" "$folder" "${@:3}" <<'PYTHON'
import os, re, shutil, signal, socket, subprocess, sys, tempfile, threading, time

sextant, server, postgres, folder, *wanted = sys.argv[1:]
budget, connections, workers = 1200, 8, 3
# Tests that a worker has at once: those at the model server, and others on their way.
room_of_worker = connections + 4

class Impossible(Exception):
    """This machine does not let the fault be made."""

class Proxy:
    """Stands before a server, and drops a connection in the middle of a message when told to."""
    def __init__(self, listener, connect):
        self.listener, self.connect, self.cuts, self.done = listener, connect, 0, 0
        listener.listen(64)
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client = self.listener.accept()[0]
            try: server = self.connect()
            except OSError:
                client.close()
                continue
            for ends in ((client, server), (server, client)):
                threading.Thread(target=self.pump, args=ends, daemon=True).start()

    def pump(self, source, sink):
        try:
            while data := source.recv(65536):
                if self.cuts > 0 and len(data) > 20:
                    self.cuts, self.done = self.cuts - 1, self.done + 1
                    sink.sendall(data[:len(data) // 2])
                    break
                sink.sendall(data)
        except OSError: pass
        for end in (source, sink):
            try: end.shutdown(socket.SHUT_RDWR)
            except OSError: pass

def unix(path):
    end = socket.socket(socket.AF_UNIX)
    end.connect(path)
    return end

class Shared:
    """A database, a model server, a run and its processes."""
    def __init__(self, name, room=None):
        self.name, self.processes, self.wire = name, [], 0
        options = ["--room", str(room)] if room else []
        self.database = subprocess.Popen([postgres, *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.url = self.database.stdout.readline().strip()
        if not self.url: raise Impossible("the database does not start")
        self.place = re.search("host=([^&]*)", self.url).group(1)
        self.way = self.url
        self.model = subprocess.Popen([server, "--port", "0", "--latency-ms", "100"], stdout=subprocess.PIPE, text=True)
        self.address = re.search(r"http:\S+", self.model.stdout.readline()).group()

    def ask(self, sql):
        found = subprocess.run(["psql", self.url, "-Atc", sql], capture_output=True, text=True)
        return found.stdout.strip()

    def start(self, *arguments, prefix=[]):
        out = open(f"{folder}/{self.name}.log", "a")
        process = subprocess.Popen(
            [*prefix, sextant, *arguments, "--store", self.way, "--output", f"{folder}/{self.name}",
             "--coverage", f"{folder}/coverage-{self.name}"], stdout=out, stderr=out,
            env={**os.environ, "OPENAI_API_KEY": "none"})
        self.processes.append(process)
        return process

    def plan(self):
        self.planner = self.start(
            "run", "--plan-only", "--target", "openai/bench", "--target-base-url", self.address, "--budget", str(budget),
            "--max-connections", str(connections))
        return self.planner

    def work(self, *further, prefix=[]):
        return self.start("worker", "--until-done", *further, prefix=prefix)

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

    def finish(self):
        deadline = time.time() + 240
        while self.ask("SELECT state FROM run") != "finished" and time.time() < deadline: time.sleep(0.2)

    def close(self):
        self.finish()
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

def disk_full(run):
    run.plan(); [run.work() for _ in range(workers)]
    run.until(0.3)
    with open(f"{run.place}/disk/filler", "wb", buffering=0) as filler:
        try:
            while True: filler.write(bytes(1 << 12))
        except OSError: pass
    # Whoever can't store what it has ends, with what it still has in hand.
    deadline = time.time() + 90
    while any(process.poll() is None for process in run.processes) and time.time() < deadline: time.sleep(0.5)
    ended = [process for process in run.processes if process.poll() is not None]
    said = [line for line in open(f"{folder}/{run.name}.log") if "room" in line]
    print(f"disk_full: {len(ended)} of {len(run.processes)} processes ended, with {sorted({p.returncode for p in ended})}: "
          f"{said[0].strip() if said else 'no word of it'}", flush=True)
    os.remove(f"{run.place}/disk/filler")
    run.wire += room_of_worker * sum(process is not run.planner for process in ended)
    if run.planner in ended: run.start("resume", "--plan-only")
    for process in ended:
        if process is not run.planner: run.work()

def connection_cut(run):
    proxied = tempfile.mkdtemp(dir=folder)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(f"{proxied}/.s.PGSQL.5432")
    proxy = Proxy(listener, lambda: unix(f"{run.place}/.s.PGSQL.5432"))
    run.way = run.url.replace(run.place, proxied)
    run.plan(); [run.work() for _ in range(workers)]
    for share in range(5, 95, 3):
        run.until(share / 100); proxy.cuts = 2
    print(f"connection_cut: {proxy.done} connections cut in the middle of a message", flush=True)

def clock_off(run):
    if not shutil.which("faketime"): raise Impossible("faketime is not installed")
    run.plan(); run.work()
    for offset in ("+1h", "-1h"): run.work(prefix=["env", "FAKETIME_DONT_FAKE_MONOTONIC=1", "faketime", "-f", offset])

def network_cut(run, seconds=30):
    def ip(*words):
        done = subprocess.run(["ip", *words], capture_output=True, text=True)
        if done.returncode: raise Impossible(f"ip {' '.join(words)}: {done.stderr.strip()}")
    space = f"sextant{os.getpid()}"
    ip("netns", "add", space)
    try:
        ip("link", "add", "sxt0", "type", "veth", "peer", "name", "sxt1", "netns", space)
        ip("addr", "add", "10.213.7.1/30", "dev", "sxt0"); ip("link", "set", "sxt0", "up")
        inside = ["netns", "exec", space, "ip"]
        ip(*inside, "addr", "add", "10.213.7.2/30", "dev", "sxt1"); ip(*inside, "link", "set", "sxt1", "up")
        def tcp(connect):
            listener = socket.create_server(("10.213.7.1", 0))
            Proxy(listener, connect)
            return listener.getsockname()[1]
        store = tcp(lambda: unix(f"{run.place}/.s.PGSQL.5432"))
        host, port = re.search(r"//([^:/]*):(\d+)", run.address).groups()
        model = tcp(lambda: socket.create_connection((host, int(port))))
        run.plan(); [run.work() for _ in range(workers - 1)]
        run.way = f"postgresql://sextant@10.213.7.1:{store}/postgres"
        far = run.work("--target-base-url", re.sub("//[^/]*", f"//10.213.7.1:{model}", run.address),
                       prefix=["ip", "netns", "exec", space])
        run.until(0.3); ip("link", "set", "sxt0", "down"); run.wire += connections
        time.sleep(seconds); ip("link", "set", "sxt0", "up")
        far.wait()
        run.finish()
    finally:
        subprocess.run(["ip", "netns", "del", space]); subprocess.run(["ip", "link", "del", "sxt0"], capture_output=True)

def network_cut_past_lease(run): network_cut(run, seconds=90)

faults = [worker_killed, planner_killed, planner_taken_over, all_killed, database_restarted, database_stopped,
          worker_paused, worker_drained, disk_full, connection_cut, clock_off, network_cut, network_cut_past_lease]
good = True
for fault in faults:
    if wanted and fault.__name__ not in wanted: continue
    try:
        run = Shared(fault.__name__, room=200 if fault is disk_full else None)
        fault(run)
        good = run.close() and good
    except Impossible as why:
        print(f"{fault.__name__}: not possible here: {why}", flush=True)
sys.exit(0 if good else 1)
PYTHON
