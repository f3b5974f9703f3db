#!/bin/bash
# Conversations and agents: time and memory of all scenarios, 500 conversations over HTTP beside their floor, and runs that are
# killed with -9 in the middle of conversations with tools. The target is simulated.
# Usage: Benchmarks/agents.sh [sextant] [kills] [fault-server]   (swift build -c release --product fault-server)
set -euo pipefail
cd "$(dirname "$0")/.."
export SEXTANT_SEEDS=$PWD/Seeds
sextant=$(realpath "${1:-.build/release/sextant}")
kills=${2:-20}
faults=$(realpath "${3:-.build/release/fault-server}")
folder=$(mktemp -d)
server=
trap 'kill $server 2>/dev/null || true; rm -rf "$folder"' EXIT

run() { "$sextant" run --output "$folder/$1" --coverage "$folder/coverage" --quiet "${@:2}"; }

for _ in 1 2 3; do
    rm -rf "$folder/all"
    /usr/bin/time -f "all scenarios: %e s, %M KB peak" "$sextant" run --scenarios all --output "$folder/all" \
        --coverage "$folder/coverage" --quiet
done
rm -rf "$folder/composed"
/usr/bin/time -f "1,600 composed scenarios: %e s, %M KB peak" "$sextant" run --scenarios composed:1600 \
    --output "$folder/composed" --coverage "$folder/coverage" --quiet

serve() {
    "$sextant" simulate --profile agent --port 0 --latency "$1" >"$folder/server.log" 2>&1 &
    server=$!
    until grep -q http "$folder/server.log"; do :; done
    base=$(sed -n 's/.*\(http:[^ ]*\).*/\1/p' "$folder/server.log" | head -1)
}

for _ in 1 2 3; do
    "$faults" --port 0 --latency-ms 50 --profile steady >"$folder/server.log" &
    server=$!
    until grep -qs listening "$folder/server.log"; do :; done
    base=$(sed -n 's/.*\(http:[^ ]*\).*/\1/p' "$folder/server.log")
    rm -rf "$folder/talks"
    /usr/bin/time -f "500 conversations of 5 turns, 64 connections, 50 ms: %e s (floor 2.0 s), %M KB peak" \
        "$sextant" run --strategies escalation --target openai/agent --target-base-url "$base" --budget 500 \
        --max-connections 64 --output "$folder/talks" --coverage "$folder/coverage" --quiet
    kill "$server"
done

# One cell a scenario: no two tests send the same request.
serve 200
python3 - "$sextant" "$kills" "$folder" "$base" <<'PYTHON'
import glob, hashlib, http.server, json, os, random, signal, socketserver, subprocess, sys, threading, time, urllib.request

sextant, wanted, folder, base = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
random.seed(7)
paid, lock = {}, threading.Lock()

class Door(http.server.BaseHTTPRequestHandler):
    """Hands requests on, and remembers when each reply was paid for."""
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        key, begun = hashlib.sha256(body).hexdigest(), time.monotonic()
        request = urllib.request.Request(base + self.path[3:], body, {"content-type": "application/json"})
        with urllib.request.urlopen(request) as response:
            reply = response.read()
        try:
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)
        except OSError:
            return
        with lock:
            paid.setdefault(key, []).append((begun, time.monotonic()))

    def log_message(self, *_): pass

class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 128

server = Server(("127.0.0.1", 0), Door)
threading.Thread(target=server.serve_forever, daemon=True).start()
door = f"http://127.0.0.1:{server.server_address[1]}/v1"

def command(output):
    return ["--target", "openai/agent", "--target-base-url", door, "--scenarios", "all", "--injections",
            "tool_result", "--max-connections", "8", "--output",
            f"{folder}/{output}", "--coverage", f"{folder}/coverage", "--quiet"]

def tests(output):
    lines = [json.loads(line) for line in open(glob.glob(f"{folder}/{output}/*/tests.jsonl")[0])]
    for line in lines:
        for key in ("run", "timings"):
            line.pop(key, None)
    return lines

subprocess.run([sextant, "run", *command("whole")], check=True, stdout=subprocess.DEVNULL)
whole = tests("whole")
paid.clear()
# A reply is stored when the flush that was under way when it came has ended, and its own after it: on a busy disk some tenths of
# a second. What was paid for twice is counted beyond that, and the age of the oldest is told, be it beyond or not.
grace = 0.1
kills, done, start = [], False, True
while not done:
    words = ["run", *command("broken")] if start else ["resume", "--output", f"{folder}/broken", "--coverage",
                                                       f"{folder}/coverage", "--quiet"]
    process = subprocess.Popen([sextant, *words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if len(kills) < wanted:
        time.sleep(random.uniform(0.5, 1.2))
    if len(kills) < wanted and process.poll() is None:
        process.send_signal(signal.SIGKILL)
        kills.append(time.monotonic())
        process.wait()
    else:
        code = process.wait()
        if code:
            sys.exit(f"ended with {code}: {process.stderr.read().decode()}")
        done = True
    start = start and not glob.glob(f"{folder}/broken/sextant.sqlite")
broken = tests("broken")
# The age of a reply that was paid for again: from its coming to the next kill, which may be long before it is asked for again. One
# that was on the wire at a kill has none.
ages = [min((kill for kill in kills if kill > end), default=end) - end
        for calls in paid.values() for begun, end in sorted(calls)[:-1]
        if not any(begun <= kill <= end for kill in kills)]
oldest, twice = max(ages, default=0), sum(age > grace for age in ages)
turns = sum(len(test.get("turns", [])) for test in whole)
lost = turns - sum(len(test.get("turns", [])) for test in broken)
print(f"{len(kills)} kills: {len(whole)} tests with {turns} turns, {lost} turns lost, {twice} replies paid twice "
      f"(the oldest of any {1000 * oldest:.0f} ms before its kill), result {'the same' if whole == broken else 'DIFFERENT'} (simulated)")
sys.exit(0 if whole == broken and not lost and not twice else 1)
PYTHON
