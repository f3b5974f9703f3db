#!/bin/bash
# Files of a run of 20,000 tests: time, size, peak memory; then the report in a headless Chromium: until all tests can be
# searched, and what each key of some searches takes until the list shows its answer.
# Usage: Benchmarks/report.sh [tests]
set -euo pipefail
cd "$(dirname "$0")/.."
count=${1:-20000}
swift build -c release --product report-bench
folder=$(mktemp -d)
driver=
trap '[ -z "$driver" ] || kill -9 "$driver"; rm -rf "$folder"' EXIT
.build/release/report-bench "$count" "$folder" >/dev/null
/usr/bin/time -f 'peak memory of the export: %M KB' .build/release/report-bench "$count" "$folder"

chromedriver --port=0 >"$folder/driver.log" 2>&1 &
driver=$!
until port=$(grep -oP 'successfully on port \K\d+' "$folder/driver.log"); do kill -0 "$driver"; done
call() { curl -sS -X POST -H 'Content-Type: application/json' "http://127.0.0.1:$port/session$1" -d "$2"; }
session=$(call '' '{"capabilities":{"alwaysMatch":{"browserName":"chrome","goog:chromeOptions":{"args":["--headless=new","--no-sandbox","--disable-gpu"]}}}}' |
    grep -oP '"sessionId":"\K[^"]+')
call "/$session/timeouts" '{"script":60000}' >/dev/null
call "/$session/url" "{\"url\":\"file://$folder/bench/report.html\"}" >/dev/null
script=$(tr '\n' ' ' <<'JS'
const done = arguments[0];
const box = document.getElementById('search');
const count = document.getElementById('count');
const key = (text) => new Promise((answer) => {
    const began = performance.now();
    const seen = new MutationObserver(() => { seen.disconnect(); answer(performance.now() - began); });
    seen.observe(count, { childList: true });
    box.value = text;
    box.dispatchEvent(new Event('input', { bubbles: true }));
});
(async () => {
    while (document.querySelector('#tests[aria-busy]')) await new Promise((next) => setTimeout(next, 5));
    const ready = performance.getEntriesByName('ready')[0].startTime;
    const times = [];
    for (const query of ['th', 'zq', 'xyzzy', 'stand', 'a b c', '#0123', 'refuse', 'qqqq']) {
        for (let end = 1; end <= query.length; end += 1) times.push(await key(query.slice(0, end)));
        await key('');
    }
    times.sort((a, b) => a - b);
    const at = (share) => times[Math.floor(share * (times.length - 1))].toFixed(1);
    done(`ready for a search after ${ready.toFixed(0)} ms; ${times.length} keys: median ${at(0.5)} ms, `
        + `95 % within ${at(0.95)} ms, slowest ${at(1)} ms`);
})();
JS
)
call "/$session/execute/async" "{\"script\":\"$script\",\"args\":[]}" | grep -oP '"value":"\K[^"]+'
curl -sS -X DELETE "http://127.0.0.1:$port/session/$session" >/dev/null
