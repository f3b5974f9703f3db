/// Rules of access that can be checked by a program: those of axe-core that fit this page, written anew.
enum AccessChecks {
    /// Returns a list of faults.
    static let script = """
        const faults = [];
        const all = (selector) => [...document.querySelectorAll(selector)];
        const shown = (node) => node.checkVisibility({ checkVisibilityCSS: true });
        const say = (rule, node) => faults.push(`${rule}: ${node.outerHTML.slice(0, 160)}`);

        if (document.documentElement.lang === "") faults.push("language");
        if (all("h1").length !== 1) faults.push("one h1");
        let level = 0;
        for (const heading of all("h1,h2,h3,h4,h5,h6").filter(shown)) {
            const own = Number(heading.tagName[1]);
            if (own > level + 1) say("heading order", heading);
            level = own;
        }
        const ids = new Set();
        for (const node of all("[id]")) {
            if (ids.has(node.id)) say("duplicate id", node);
            ids.add(node.id);
        }
        for (const name of ["aria-labelledby", "aria-describedby", "aria-controls", "for"]) {
            for (const node of all(`[${name}]`)) {
                if (!node.getAttribute(name).split(" ").every((id) => ids.has(id))) say(`${name} names nothing`, node);
            }
        }
        const text = (node) => (node.getAttribute("aria-label") ?? node.textContent).trim();
        for (const node of all("button,a[href],summary").filter(shown)) if (text(node) === "") say("no name", node);
        for (const node of all("input,select,textarea").filter(shown)) {
            if (node.labels.length === 0 || text(node.labels[0]) === "") say("no label", node);
        }
        for (const node of all("svg[role=img]")) if (!node.querySelector("title")?.textContent) say("no title", node);
        for (const node of all("svg:not([role=img])")) if (!node.closest("[aria-hidden=true]")) say("svg without role", node);
        for (const table of all("table").filter(shown)) {
            for (const head of table.querySelectorAll("th")) if (!head.scope) say("th without scope", head);
            if (table.querySelector("th") === null) say("table without headers", table);
        }
        for (const node of all("[tabindex]")) if (Number(node.tabIndex) > 0) say("tabindex over 0", node);
        if (all("[role=status]").length === 0) faults.push("no live region");
        if (all("main").length !== 1) faults.push("one main");

        const parse = (colour) => colour.match(/[\\d.]+/g).map(Number);
        const luminance = ([red, green, blue]) => [red, green, blue].map((part) => part / 255)
            .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
            .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
        const ground = (node) => {
            for (let place = node; place !== null; place = place.parentElement) {
                const colour = parse(getComputedStyle(place).backgroundColor);
                if (colour.length === 3 || colour[3] === 1) return colour;
            }
            return [255, 255, 255];
        };
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
            const parent = node.parentElement;
            if (node.data.trim() === "" || parent.closest("svg,script,style,noscript") || !shown(parent)) continue;
            const style = getComputedStyle(parent);
            const both = [luminance(parse(style.color)), luminance(ground(parent))].sort((a, b) => b - a);
            const isLarge = parseFloat(style.fontSize) >= 24;
            if ((both[0] + 0.05) / (both[1] + 0.05) < (isLarge ? 3 : 4.5)) say("contrast", parent);
        }
        for (const node of all("svg text").filter(shown)) {
            if (node.closest(".heat") && node.classList.contains("num")) continue;
            const card = ground(node.closest("svg").parentElement);
            const both = [luminance(parse(getComputedStyle(node).fill)), luminance(card)].sort((a, b) => b - a);
            if ((both[0] + 0.05) / (both[1] + 0.05) < 4.5) say("contrast of a drawing", node);
        }
        return [...new Set(faults)].slice(0, 20);
        """
}
