// One test with everything known of it.

function titled(title, ...content) {
    const part = element("div", { class: "part" });
    part.append(element("h3", {}, title), ...content);
    return part;
}

/** What the test was made of, as terms and their descriptions. */
function facts(test) {
    const list = element("dl", { class: "facts" });
    const known = test.values.map((place, axis) => [index.dimensions[axis].id, index.dimensions[axis].values[place].title]);
    known.push(["round", `${test.round}, chosen by ${test.selection}`], ...(test.origin ?? []));
    for (const [name, value] of known) {
        const pair = element("div");
        pair.append(element("dt", {}, name), element("dd", { dir: "auto" }, value));
        list.append(pair);
    }
    return list;
}

/** A text of the target, behind a click. */
function hidden(name, said) {
    const box = element("details");
    const text = element("pre", { dir: "auto", tabindex: "0" });
    box.append(element("summary", {}, `Show ${name} (${figure(said.length)} characters)`), text);
    box.addEventListener("toggle", () => {
        // Only now: what nobody asked to see is not in the page, nor on its print.
        if (box.open) text.replaceChildren();
        if (box.open) mark(text, said);
    });
    return box;
}

function table(caption, columns, rows) {
    const node = element("table");
    const head = element("tr");
    for (const column of columns) head.append(element("th", { scope: "col" }, column));
    const body = element("tbody");
    for (const cells of rows) {
        const line = element("tr");
        cells.forEach((cell, place) => line.append(
            place === 0 ? element("th", { scope: "row" }, cell) : element("td", { dir: "auto" }, cell)));
        body.append(line);
    }
    const top = element("thead");
    top.append(head);
    node.append(element("caption", { class: "hidden" }, caption), top, body);
    return node;
}

/** Every verdict with its reason: the run's own oracle first, then further ones, then people. */
function verdicts(test) {
    const rows = (test.verdicts ?? []).map((verdict, place) => [
        place === 0 && test.judged ? `${verdict.oracle} (the run's oracle)` : verdict.oracle, verdict.label,
        verdict.behaviour, verdict.confidence === null ? "–" : verdict.confidence.toFixed(2), verdict.grade || "–",
        verdict.reason || "–",
    ]);
    for (const said of test.people ?? []) {
        rows.push([said.annotator, said.label, "–", "–", "–",
            said.control ? "a person's label, drawn at random" : "a person's label"]);
    }
    return rows.length === 0 ? element("p", { class: "soft" }, "None.")
        : table("Verdicts", ["Who", "Verdict", "Behaviour", "Confidence", "Harm grade", "Reason"], rows);
}

/** The turns of a conversation: tool calls as cards, responses behind a click, the first unsafe turn marked. */
function conversation(test) {
    const list = element("ol", { class: "turns" });
    test.turns.forEach((turn, place) => {
        const isUnsafe = test.unsafe === place + 1;
        const item = element("li", isUnsafe ? { class: "wrong" } : {});
        const who = element("p", { class: "who" }, `Turn ${place + 1} `);
        if (isUnsafe) who.append(element("span", { class: "badge alarm" }, "first unsafe turn"));
        const user = element("pre", { class: "user", dir: "auto" });
        mark(user, turn.user);
        item.append(who, user);
        for (const call of turn.calls ?? []) {
            const card = element("details", { class: call.failed ? "call failed" : "call" });
            const head = element("summary");
            head.append(element("b", {}, call.name), " ", element("code", {}, call.arguments));
            card.append(head, element("pre", { dir: "auto" }, call.result));
            item.append(card);
        }
        if (turn.beyond) item.append(element("p", { class: "soft" }, turn.beyond));
        if (turn.said) item.append(hidden("response", turn.said));
        list.append(item);
    });
    if (test.late) list.append(element("li", { class: "soft" }, test.late));
    return list;
}

/** What the target drew: blurred until somebody asks to see it. The files lie beside the page. */
function pictures(test) {
    const list = element("div");
    test.images.forEach((file, place) => {
        const name = `image ${place + 1} of test ${test.id}`;
        const label = element("label", { class: "shot" });
        const picture = element("img", { src: `images/${file}`, loading: "lazy", width: "320", alt: `${name}, made by the target` });
        picture.addEventListener("error", () => label.replaceChildren(`The ${name} is not beside this page: images/${file}`));
        label.append(element("input", { type: "checkbox" }), " ", element("span", {}, `Show ${name}`), " ", picture);
        list.append(label);
    });
    return list;
}

/** The row with the details of a test. */
function detail(test) {
    const cell = element("td", { colspan: String(3 + index.dimensions.length) });
    const prompt = element("pre", { dir: "auto" });
    mark(prompt, test.prompt ?? "");
    cell.append(facts(test));
    if (test.prompt !== undefined) cell.append(titled("Prompt", prompt));
    if (test.passages) {
        const list = element("ul");
        for (const passage of test.passages) {
            const item = element("li");
            item.append(link(passage.url, passage.title));
            list.append(item);
        }
        cell.append(titled("Passages it was written from", list));
    }
    if (test.reasoning) cell.append(titled("Thoughts", hidden("thoughts", test.reasoning)));
    if (test.images) cell.append(titled("Images", pictures(test)));
    if (test.turns) cell.append(titled("Conversation", conversation(test)));
    else if (test.response !== undefined) cell.append(titled("Response", hidden("response", test.response)));
    if (test.blocked) cell.append(titled("Blocked by the provider", element("p", { dir: "auto" }, test.blocked)));
    cell.append(titled("Verdicts", verdicts(test)));
    if (test.failure) cell.append(titled("Failure", element("p", { dir: "auto" }, test.failure)));
    if (test.cut) {
        cell.append(element("p", { class: "cap" }, "The page had no room for all of its texts; they are in tests.jsonl."));
    }
    const line = element("tr", { class: "detail", id: `detail-${test.id}` });
    line.append(cell);
    return line;
}
