// The controls above the table.

function control(id) {
    return document.getElementById(id);
}

function option(value, text) {
    return element("option", { value: String(value) }, text);
}

/** A labelled choice for every dimension. */
function makeFilters() {
    index.dimensions.forEach((dimension, axis) => {
        const id = `filter-${axis}`;
        const name = dimension.id[0].toUpperCase() + dimension.id.slice(1);
        const choice = element("select", { id });
        choice.append(option(-1, "any"), ...dimension.values.map((value, place) => option(place, value.title)));
        choice.addEventListener("change", ask);
        const box = element("div", { class: "field" });
        box.append(element("label", { for: id }, name), choice);
        control("filters").append(box);
        control("headings").insertBefore(
            element("th", { scope: "col", class: "value" }, name), control("headings").lastElementChild);
    });
    const rounds = control("filter-round");
    for (let round = 0; round < index.rounds; round += 1) rounds.append(option(round, String(round)));
}

/** Reads the controls, searches, and says what was found. */
async function ask() {
    wanted.words = split(control("search").value);
    wanted.label = control("filter-label").value;
    wanted.round = Number(control("filter-round").value);
    wanted.values = index.dimensions.map((_, axis) => Number(control(`filter-${axis}`).value));
    page = 0;
    await refresh();
}

/** Searches again, on the page that is shown. */
async function refresh() {
    if (!await search()) return;
    draw();
    tell();
}

/** Says how many tests there are, to a screen reader too. */
function tell() {
    const [count, all] = [found.places.length, tests.length];
    const left = index.tests - all;
    const text = left > 0 ? `Reading: ${figure(all)} of ${figure(index.tests)} tests.`
        : count === all ? `${figure(all)} tests.`
            : `${figure(count)} of ${figure(all)} tests.`;
    control("count").textContent = text + (count === 0 && all > 0 ? " Nothing matches: clear a filter." : "");
}

/** Takes every filter back; `values` sets some, by index of the dimension. */
function filter(values = {}, label = "") {
    control("search").value = "";
    control("filter-label").value = label;
    control("filter-round").value = "-1";
    index.dimensions.forEach((_, axis) => { control(`filter-${axis}`).value = String(values[axis] ?? -1); });
    return ask();
}

/** Shows the tests that something else on the page speaks of: `data-show` is `0=3,2=1` and `data-label` a verdict. */
async function follow(node) {
    const pairs = (node.dataset.show ?? "").split(",").filter(Boolean).map((pair) => pair.split("="));
    await filter(Object.fromEntries(pairs), node.dataset.label ?? "");
    control("tests-heading").focus();
    control("tests").scrollIntoView();
}

/** Opens the test that the address names, for links that people send each other. */
async function goToTest() {
    const id = /^#test-(\d+)$/.exec(location.hash)?.[1];
    if (id === undefined || !tests.some((test) => test.id === id)) return;
    await filter();
    page = Math.floor(found.places.findIndex((place) => tests[place].id === id) / ROWS);
    open.add(id);
    draw();
    control(`test-${id}`).focus();
    control(`test-${id}`).scrollIntoView({ block: "center" });
}
