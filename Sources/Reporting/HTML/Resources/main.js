// Joins the parts.

/** Shows one pair of dimensions at a time. */
function chooseMap() {
    const chosen = control("map-pair").value;
    for (const pair of document.querySelectorAll(".map")) pair.hidden = pair.id !== chosen;
}

function listen() {
    control("search").addEventListener("input", ask);
    control("filter-label").addEventListener("change", ask);
    control("filter-round").addEventListener("change", ask);
    control("clear").addEventListener("click", () => filter().then(() => control("search").focus()));
    control("first").addEventListener("click", () => turnTo(0));
    control("back").addEventListener("click", () => turnTo(page - 1));
    control("next").addEventListener("click", () => turnTo(page + 1));
    control("last").addEventListener("click", () => turnTo(pages() - 1));
    document.addEventListener("click", (event) => {
        const node = event.target.closest("[data-show]");
        if (node !== null) follow(node);
    });
    document.addEventListener("keydown", (event) => {
        const isTyping = event.target.closest("input, select, textarea") !== null;
        if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
            event.preventDefault();
            control("search").focus();
        } else if (event.key === "Escape" && event.target.id === "search") {
            control("search").value = "";
            ask();
        }
    });
    addEventListener("hashchange", goToTest);
}

async function main() {
    for (const node of document.querySelectorAll("[data-script]")) node.hidden = false;
    if (control("map-pair") !== null) {
        control("map-pair").addEventListener("change", chooseMap);
        chooseMap();
    }
    if (control("tests") === null) return;
    control("tests").setAttribute("aria-busy", "true");
    try {
        await load(async () => {
            if (tests.length === 0) {
                makeFilters();
                listen();
                await ask();
            } else if (found.places.length < ROWS) {
                await refresh();
            } else {
                tell();
            }
        });
        await refresh();
    } catch (error) {
        control("count").textContent = "This browser can't read the tests of the page; they are in tests.jsonl.";
        throw error;
    }
    control("tests").removeAttribute("aria-busy");
    performance.mark("ready");
    await goToTest();
    await warm();
}

main();
