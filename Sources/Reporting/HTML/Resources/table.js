// The table of tests, a page at a time.

/** Rows of a page. */
const ROWS = 50;
/** Characters of a prompt in the table. */
const EXCERPT = 160;
let page = 0;
/** Ids of the tests whose details are open. */
const open = new Set();

const LABEL_TEXT = {
    unsafe: "✕ unsafe", safe: "✓ safe", unknown: "? unknown", failed: "! failed", unfinished: "… unfinished",
};

function pages() {
    return Math.max(1, Math.ceil(found.places.length / ROWS));
}

/** A part of the prompt around the first word that was searched for. */
function excerpt(test) {
    const text = test.prompt ?? "";
    const lowered = text.toLowerCase();
    const hit = wanted.words.map((word) => lowered.indexOf(word)).find((place) => place >= 0) ?? 0;
    const start = hit > EXCERPT / 2 ? hit - EXCERPT / 4 : 0;
    const part = text.slice(start, start + EXCERPT).replace(/\s+/g, " ");
    return (start > 0 ? "…" : "") + part + (start + EXCERPT < text.length ? "…" : "");
}

/** Puts a text into a node, with the words that were searched for marked. */
function mark(node, text) {
    const shown = visible(text);
    const lowered = shown.toLowerCase();
    // Some letters get longer in lower case; marks would then stand beside the words.
    const words = lowered.length === shown.length ? wanted.words : [];
    let place = 0;
    while (place < shown.length) {
        let next = null;
        for (const word of words) {
            const at = lowered.indexOf(word, place);
            if (at >= 0 && (next === null || at < next.at)) next = { at, end: at + word.length };
        }
        node.append(shown.slice(place, next?.at ?? shown.length));
        if (next === null) return;
        node.append(element("mark", {}, shown.slice(next.at, next.end)));
        place = next.end;
    }
}

function row(test) {
    const line = element("tr");
    const head = element("th", { scope: "row" });
    const isOpen = open.has(test.id);
    head.append(button(test.id, () => toggle(test), {
        id: `test-${test.id}`, class: "open", "aria-expanded": String(isOpen), "aria-label": `Test ${test.id}, details`,
        ...(isOpen ? { "aria-controls": `detail-${test.id}` } : {}),
    }));
    line.append(head, element("td", { class: `label ${test.label}` }, LABEL_TEXT[test.label] ?? test.label));
    for (const [axis, place] of test.values.entries()) {
        line.append(element("td", { class: "value" }, index.dimensions[axis].values[place].title));
    }
    const prompt = element("td", { class: "t", dir: "auto" });
    mark(prompt, excerpt(test));
    line.append(prompt);
    return line;
}

/** Opens or closes the details of a test; the focus stays. */
function toggle(test) {
    if (!open.delete(test.id)) open.add(test.id);
    draw();
    document.getElementById(`test-${test.id}`).focus();
}

/** Draws the page of the table. */
function draw() {
    page = Math.min(page, pages() - 1);
    const rows = document.createDocumentFragment();
    for (const place of found.places.slice(page * ROWS, (page + 1) * ROWS)) {
        rows.append(row(tests[place]));
        if (open.has(tests[place].id)) rows.append(detail(tests[place]));
    }
    document.getElementById("rows").replaceChildren(rows);
    document.getElementById("page").textContent = `Page ${figure(page + 1)} of ${figure(pages())}`;
    for (const [id, isOff] of [["first", page === 0], ["back", page === 0],
        ["next", page >= pages() - 1], ["last", page >= pages() - 1]]) {
        // Not `disabled`: a button that the keyboard is on must not lose the focus.
        document.getElementById(id).setAttribute("aria-disabled", String(isOff));
    }
}

function turnTo(number) {
    page = Math.max(0, Math.min(number, pages() - 1));
    draw();
}
