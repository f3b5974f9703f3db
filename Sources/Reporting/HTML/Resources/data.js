// The tests stand in the page as blocks: JSON, packed by gzip, in base 64. A block can hold no markup.

/** All tests of the page, in order. */
const tests = [];
/** What holds for all of them: dimensions with their values, and how many tests there are. */
let index = null;

/** The bytes that a text in base 64 stands for. */
function bytes(text) {
    if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
    const raw = atob(text);
    const result = new Uint8Array(raw.length);
    for (let place = 0; place < raw.length; place += 1) result[place] = raw.charCodeAt(place);
    return result;
}

/** What a block holds; the block is gone then, and its memory with it. */
async function unpack(block) {
    const packed = new Blob([bytes(block.textContent)]);
    block.remove();
    return new Response(packed.stream().pipeThrough(new DecompressionStream("gzip"))).json();
}

/** Indices of the values of a cell, in the order of the dimensions. */
function values(cell) {
    const places = new Array(index.dimensions.length);
    for (let axis = places.length - 1; axis >= 0; axis -= 1) {
        const size = index.dimensions[axis].values.length;
        places[axis] = cell % size;
        cell = Math.floor(cell / size);
    }
    return places;
}

/** What of a test is searched, in small letters; made when it is first asked for. */
function wordsOf(test) {
    if (test.words === undefined) {
        const said = (test.verdicts ?? []).map((verdict) => `${verdict.oracle} ${verdict.reason ?? ""}`);
        const words = [`#${test.id}`, test.prompt, test.response, test.failure, ...said];
        test.words = words.filter(Boolean).join("\n").toLowerCase();
    }
    return test.words;
}

/** Reads all blocks in order, and calls `each` after every one. While one is read, the next is unpacked beside. */
async function load(each) {
    const blocks = document.querySelectorAll("script.block");
    let next = unpack(blocks[0]);
    for (let place = 1; place <= blocks.length; place += 1) {
        const content = await next;
        if (place < blocks.length) next = unpack(blocks[place]);
        if (index === null) {
            index = content;
        } else {
            for (const test of content) {
                test.values = values(test.cell);
                tests.push(test);
            }
        }
        await each();
    }
}
