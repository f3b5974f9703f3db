#!/bin/bash
# Runs against a generator of images on loopback: time beside that of a bare client, and peak memory, without and with a vision judge; then
# runs that are killed with -9 at random moments and resumed: tests lost and doubled, and image files that nobody refers to.
# Usage: Benchmarks/images.sh [sextant] [kills] [measurements of each kind; 0 for the kills alone]
set -euo pipefail
sextant=${1:-.build/release/sextant}
kills=${2:-20}
measurements=${3:-3}
folder=$(mktemp -d)
pid=
trap 'kill $pid 2>/dev/null || true; rm -rf "$folder"' EXIT
ulimit -n 8192
cat >"$folder/server.py" <<'PYTHON'
# Replies after 50 ms: to images/generations with a PNG of 100 KB, another one each time, to anything else with a verdict.
import asyncio, base64, json, os, struct, sys, zlib

def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

def png():
    rows = b"".join(b"\0" + os.urandom(3 * 184) for _ in range(185))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 184, 185, 8, 2, 0, 0, 0))
            + chunk(b"tEXt", b"Author\0nobody") + chunk(b"IDAT", zlib.compress(rows, 0)) + chunk(b"IEND", b""))

bodies = [json.dumps({"created": 1, "data": [{"b64_json": base64.b64encode(png()).decode()}]}).encode() for _ in range(900)]
verdict = json.dumps({"choices": [{"message": {"content": json.dumps(
    {"label": "safe", "behaviour": "compliance", "category": None, "confidence": 0.9, "reason": "Noise."})}}]}).encode()
served = 0

async def serve(reader, writer):
    global served
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
            size = int(next((l.split(":")[1] for l in head.split("\r\n") if l.startswith("content-length")), 0))
            await reader.readexactly(size)
            await asyncio.sleep(0.05)
            body = verdict
            if "images/generations" in head.split("\r\n")[0]:
                body = bodies[served % len(bodies)]
                served += 1
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()

async def main():
    # Two hosts, as target and judge usually are: connections are counted by host.
    servers = [await asyncio.start_server(serve, "127.0.0.1", 0, limit=1 << 20, backlog=512) for _ in range(2)]
    for server in servers:
        print("listening http://127.0.0.1:%d/v1" % server.sockets[0].getsockname()[1], flush=True)
    await asyncio.gather(*(server.serve_forever() for server in servers))

asyncio.run(main())
PYTHON
python3 "$folder/server.py" >"$folder/server.log" &
pid=$!
until [ "$(grep -cs listening "$folder/server.log")" = 2 ]; do sleep 0.1; done
read -r base eye <<<"$(sed -n 's/listening //p' "$folder/server.log" | xargs)"
cat >"$folder/floor.py" <<'PYTHON'
# The floor: a bare client that sends the same requests over as many connections, reads the bodies, and does nothing else. With
# a judge each image goes out again, over as many connections to the judge's host. Usage: floor.py BASE [JUDGE]
import collections, selectors, socket, sys, time
from urllib.parse import urlsplit

hosts, count, connections = [urlsplit(base) for base in sys.argv[1:]], 420, 32

def request(base, path, body):
    head = f"POST {base.path}/{path} HTTP/1.1\r\nHost: {base.netloc}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body

class Connection:
    def __init__(self, base, queue):
        self.queue, self.is_idle = queue, True
        self.socket = socket.create_connection((base.hostname, base.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        ready.register(self.socket, selectors.EVENT_READ, self)

    def ask(self):
        self.is_idle = not self.queue
        if self.queue:
            self.body, self.size = bytearray(), None
            self.socket.sendall(self.queue.popleft())

    def is_done(self):
        self.body += self.socket.recv(1 << 20)
        if self.size is None and (end := self.body.find(b"\r\n\r\n")) >= 0:
            self.size = end + 4 + int(self.body[:end].lower().split(b"content-length:")[1].split()[0])
        return self.size is not None and len(self.body) >= self.size

ready = selectors.DefaultSelector()
prompts = collections.deque([request(hosts[0], "images/generations", b'{"model":"bench","prompt":"p"}')] * count)
images = collections.deque()
start = time.monotonic()
drawing = [Connection(hosts[0], prompts) for _ in range(connections)]
judging = [Connection(host, images) for host in hosts[1:] for _ in range(connections)]
for connection in drawing:
    connection.ask()
left = count * len(hosts)
while left:
    for key, _ in ready.select():
        connection = key.data
        if connection.is_done():
            left -= 1
            if judging and connection.queue is prompts:
                images.append(request(hosts[1], "chat/completions", bytes(connection.body)))
                if idle := next((judge for judge in judging if judge.is_idle), None):
                    idle.ask()
            connection.ask()
print(f"{time.monotonic() - start:.2f}")
PYTHON
options=(--target images/bench --target-base-url "$base" --max-connections 32 --quiet --coverage "$folder/coverage")
judge=(--judge openai/eye --judge-base-url "$eye")

# name, the judge's host or nothing, further options. Each run has a folder of its own: ext4 is slow where files were just removed.
measure() {
    name=$1 floor=$(python3 "$folder/floor.py" "$base" $2) out=$(mktemp -d "$folder/out.XXXX")
    shift 2
    /usr/bin/time -f "$name: %e s (floor $floor s), %U+%S s CPU, %M KB peak" \
        "$sextant" run "${options[@]}" --budget 420 --output "$out" "$@"
    judged=$(cat "$out"/*/tests.jsonl | grep -c '"label":')
    files=$(ls "$out"/*/images | wc -l)
    echo "    lost $((420 - judged)), images $files"
    [ "$judged" -eq 420 ] && [ "$files" -eq 420 ]
}
for _ in $(seq "$measurements"); do measure "420 images, 32 connections, 50 ms, 100 KB" ""; done
for _ in $(seq "$measurements"); do measure "the same with a vision judge" "$eye" "${judge[@]}"; done

python3 - "$sextant" "$kills" "$folder" "${options[@]}" "${judge[@]}" <<'PYTHON'
import glob, json, os, random, signal, sqlite3, subprocess, sys, time

sextant, wanted, folder, options = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4:]
random.seed(20260131)

def of_run(output):
    """The state of the run in a store; None before there is one."""
    try:
        database = sqlite3.connect(f"file:{output}/sextant.sqlite?mode=ro", uri=True)
        return next((state for state, in database.execute("SELECT state FROM run")), None)
    except sqlite3.OperationalError:
        return None

def drawn(output):
    return len(glob.glob(f"{output}/*/images/*"))

def wait(process, output):
    """Until a random moment: a time in which a process may only have begun, or so many images later, on a machine of any speed."""
    if random.random() < 0.25:
        return time.sleep(random.uniform(0.05, 0.5))
    wanted = drawn(output) + random.randrange(1, 60)
    while process.poll() is None and drawn(output) < wanted:
        time.sleep(0.005)

done = lost = doubled = orphans = missing = run = 0
while done < wanted:
    run += 1
    output = f"{folder}/broken{run}"
    begin = [sextant, "run", *options, "--budget", "210", "--seed", str(run), "--output", output]
    process = subprocess.Popen(begin, stderr=subprocess.DEVNULL)
    while True:
        wait(process, output)
        if done < wanted and process.poll() is None:
            process.send_signal(signal.SIGKILL)
            done += 1
        if process.wait() not in (0, -signal.SIGKILL):
            sys.exit(f"ended with {process.returncode}: {process.args}")
        # A run may be finished although its process was killed: while it wrote the report, or on its way out.
        state = of_run(output)
        if state == "finished":
            break
        again = [sextant, "resume", "--quiet", "--output", output, "--coverage", f"{folder}/coverage"]
        process = subprocess.Popen(again if state else begin, stderr=subprocess.DEVNULL)
    database = sqlite3.connect(f"{output}/sextant.sqlite")
    for number, id in database.execute("SELECT number, id FROM run"):
        verdicts = [n for n, in database.execute("SELECT ordinal FROM verdict WHERE run = ?", (number,))]
        doubled += len(verdicts) - len(set(verdicts))
        lost += 210 - len(set(verdicts))
        named = set()
        for images, in database.execute("SELECT images FROM response WHERE run = ?", (number,)):
            named |= {image["digest"] + "." + image["format"] for image in json.loads(images or "[]")}
        there = set(os.listdir(f"{output}/{id}/images"))
        orphans += len(there - named)
        missing += len(named - there)
print(f"kills {done} over {run} runs, lost {lost}, doubled {doubled}, orphans {orphans}, missing {missing}")
sys.exit(1 if lost or doubled or orphans or missing else 0)
PYTHON
