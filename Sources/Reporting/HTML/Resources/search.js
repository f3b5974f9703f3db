// Which tests are shown: those that pass every filter and hold every word.

/** Milliseconds that a search works before it lets the page breathe. */
const SLICE = 10;

/** What is asked for. `values` has one entry a dimension: the index of a value, or -1 for any. */
const wanted = { words: [], label: "", round: -1, values: [] };
/** The answer: places of tests in `tests`, and the question and number of tests that it is for. */
let found = { places: [], key: "", words: [], size: 0 };
let turn = 0;

/** The words of a query; what stands in quotes is one. */
function split(query) {
    const words = [];
    for (const [, quoted, word] of query.toLowerCase().matchAll(/"([^"]+)"?|([^\s"]+)/g)) words.push(quoted ?? word);
    // Long words are rare: they turn a test down soonest.
    return words.sort((first, second) => second.length - first.length);
}

const LABELS = {
    differ: (test) => test.differ === true,
    people: (test) => (test.people ?? []).length > 0,
};

/** Whether a test passes the filters; its words are another matter. */
function passes(test) {
    if (wanted.round >= 0 && test.round !== wanted.round) return false;
    for (let axis = 0; axis < wanted.values.length; axis += 1) {
        if (wanted.values[axis] >= 0 && wanted.values[axis] !== test.values[axis]) return false;
    }
    return wanted.label === "" || (LABELS[wanted.label]?.(test) ?? test.label === wanted.label);
}

/** Whether every test of the last answer is a candidate, and no other: a longer word finds a part of what a shorter did. */
function narrows(key) {
    return key === found.key && tests.length === found.size
        && found.words.every((old) => wanted.words.some((word) => word.includes(old)));
}

/** Lets what waits happen, a keystroke above all. */
function breathe() {
    return new Promise((resume) => {
        const channel = new MessageChannel();
        channel.port1.onmessage = resume;
        channel.port2.postMessage(null);
    });
}

/** Answers what is asked for; false when another question came meanwhile. */
async function search() {
    turn += 1;
    const mine = turn;
    const key = JSON.stringify([wanted.label, wanted.round, wanted.values]);
    const among = narrows(key) ? found.places : null;
    const { words } = wanted;
    const size = tests.length;
    const count = among === null ? size : among.length;
    const places = [];
    let began = performance.now();
    for (let step = 0; step < count; step += 1) {
        const place = among === null ? step : among[step];
        const test = tests[place];
        if ((among !== null || passes(test)) && words.every((word) => wordsOf(test).includes(word))) places.push(place);
        if (step % 64 === 63 && performance.now() - began > SLICE) {
            await breathe();
            if (mine !== turn) return false;
            began = performance.now();
        }
    }
    found = { places, key, words, size };
    return true;
}

/** Makes what is searched of every test ready, so that the first key need not. */
async function warm() {
    let began = performance.now();
    for (const test of tests) {
        wordsOf(test);
        if (performance.now() - began > SLICE) {
            await breathe();
            began = performance.now();
        }
    }
}
