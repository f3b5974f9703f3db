// The only way to the page for text that is not this file's own. It never becomes markup.

// What UnsafeScalar.swift calls deceptive, but for line breaks and tabs, which a text may keep.
const DECEPTIVE = new RegExp(
    "[\\0-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u061c\\u180e\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff"
    + "\\ufff9-\\ufffb\\u{e0000}-\\u{e0fff}]", "gu");

/** `text` with what could mislead a reader shown by its code point. */
function visible(text) {
    return text.replace(/\r\n?/g, "\n").replace(
        DECEPTIVE, (mark) => `⟨U+${mark.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`);
}

/** A new element. `attributes` are this program's own, `text` may be anybody's. */
function element(tag, attributes = {}, text = null) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    if (text !== null) node.textContent = visible(text);
    return node;
}

/** A button that does something here. */
function button(label, action, attributes = {}) {
    const node = element("button", { type: "button", ...attributes }, label);
    node.addEventListener("click", action);
    return node;
}

/** A link to a web page, or bare text for any other address. */
function link(address, title) {
    if (!/^https?:\/\//i.test(address)) return element("span", {}, title || address);
    return element("a", { href: address, rel: "noopener noreferrer" }, title || address);
}

/** `count` as people read it, the same in every locale. */
function figure(count) {
    return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}
