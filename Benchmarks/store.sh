#!/bin/bash
# Tests a second that workers claim from a PostgreSQL store of this machine and write to it, with nothing else to do; and the
# processor time that it takes, which other programs on the machine don't change.
# Usage: Benchmarks/store.sh [store-bench] [tests] [workers]   (swift build -c release --product store-bench)
set -euo pipefail
bench=$(realpath "${1:-.build/release/store-bench}")
python3 - "$bench" "$(realpath "$(dirname "$0")/../scripts/temporary-postgres")" "${2:-40000}" "${3:-4}" <<'PYTHON'
import os, subprocess, sys

bench, postgres, tests, workers = sys.argv[1:]
database = subprocess.Popen([postgres], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
url = database.stdout.readline().strip()
master = open(url.split("host=")[1].split("&")[0] + "/data/postmaster.pid").readline().strip()

def stat(process):
    """Processor seconds of a process and of its children that have ended, and its parent."""
    try: fields = open(f"/proc/{process}/stat").read().rsplit(")", 1)[1].split()
    except OSError: return 0, ""
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK"), fields[1]

def used():
    all = [stat(name) for name in os.listdir("/proc") if name.isdigit()]
    return stat(master)[0] + sum(seconds for seconds, parent in all if parent == master)

run = subprocess.Popen([bench, url, tests, workers], stdout=subprocess.PIPE, text=True)
run.stdout.readline()
before = used(), stat(run.pid)[0]
print(run.stdout.readline().strip())
own = os.times()
code = run.wait()
after = used(), os.times().children_user - own.children_user + os.times().children_system - own.children_system
each = (after[0] - before[0]) / int(tests) * 1000, (after[1] - before[1]) / int(tests) * 1000
print(f"processor time a test: database {each[0]:.3f} ms, workers {each[1]:.3f} ms: two cores do {2000 / sum(each):.0f} tests a second")
database.stdin.close(); database.wait()
sys.exit(code)
PYTHON
