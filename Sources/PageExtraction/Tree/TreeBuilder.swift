import CLibXML2

/// Builds a ``PageTree`` from what libxml2 meets in the source.
///
/// libxml2's own tree is not made: it would cost a third of the time, and its text is cut at 10 million bytes.
struct TreeBuilder {
    fileprivate var tree = PageTree()
    private let limits: ExtractionLimits
    fileprivate var parser: UnsafeMutableRawPointer?
    private var open: [Int32] = []
    /// Tags open beyond the greatest depth.
    private var beyond = 0
    private var preformatted = 0
    private var isStopped = false

    /// How many times the greatest depth tags may nest: the parser looks through all that are open at some end tags.
    private static let deepest = 4

    private init(limits: ExtractionLimits) {
        self.limits = limits
    }

    /// Parses valid UTF-8 without NUL bytes.
    static func parse(_ markup: [UInt8], limits: ExtractionLimits) throws(ExtractionError) -> PageTree {
        startOnce
        var builder = TreeBuilder(limits: limits)
        builder.tree.nodes.reserveCapacity(markup.count / 24)
        builder.tree.bytes.reserveCapacity(markup.count / 2)
        // A root of our own, so that every node has a parent.
        builder.tree.nodes.append(PageTree.Node(tag: .other, parent: 0, end: 1))
        builder.open.append(0)
        guard !markup.isEmpty else { return builder.tree }
        let status = withUnsafeMutablePointer(to: &builder) { builder in
            markup.withUnsafeBytes { bytes in
                guard let base = bytes.baseAddress?.assumingMemoryBound(to: CChar.self) else { return Int32(0) }
                return clibxml2_parse_html(
                    base, Int32(clamping: bytes.count), builder,
                    { parser, context in context.assumingMemoryBound(to: TreeBuilder.self).pointee.parser = parser },
                    { context, name, attributes in
                        context?.assumingMemoryBound(to: TreeBuilder.self).pointee.begin(name, attributes)
                    },
                    { context, name in context?.assumingMemoryBound(to: TreeBuilder.self).pointee.finish(name) },
                    { context, text, count in
                        context?.assumingMemoryBound(to: TreeBuilder.self).pointee.append(text, Int(count))
                    })
            }
        }
        guard status == 0 else { throw .outOfMemory }
        builder.closeAll()
        return builder.tree
    }

    private static let startOnce: Void = clibxml2_start()

    private mutating func begin(
        _ name: UnsafePointer<xmlChar>, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    ) {
        guard !isStopped else { return }
        if open.count > limits.maximumDepth {
            // Elements below the greatest depth are not built: their text goes to the deepest one that is.
            beyond += 1
            if beyond > limits.maximumDepth * Self.deepest { stop() }
            return
        }
        guard tree.nodes.count < limits.maximumNodes else { return stop() }
        let tag = HTMLTag(name)
        if tag == .pre || tag == .textarea { preformatted += 1 }
        var node = PageTree.Node(tag: tag, parent: open[open.count - 1], end: 0)
        if let attributes { AttributeReader(attributes).read(tag: tag, into: &tree, node: &node) }
        open.append(Int32(tree.nodes.count))
        tree.nodes.append(node)
    }

    private mutating func finish(_ name: UnsafePointer<xmlChar>) {
        if beyond > 0 { return beyond -= 1 }
        guard !isStopped, open.count > 1 else { return }
        // libxml2 closes what it opened, in order.
        close()
    }

    private mutating func close() {
        let node = Int(open.removeLast())
        tree.nodes[node].end = Int32(tree.nodes.count)
        if tree.nodes[node].tag == .pre || tree.nodes[node].tag == .textarea { preformatted -= 1 }
    }

    private mutating func closeAll() {
        while open.count > 0 { close() }
    }

    private mutating func stop() {
        isStopped = true
        tree.isCut = true
        clibxml2_stop(parser)
    }

    private mutating func append(_ text: UnsafePointer<xmlChar>, _ count: Int) {
        guard !isStopped else { return }
        let parent = open[open.count - 1]
        let last = tree.nodes.count - 1
        // libxml2 hands over long texts and entities in pieces.
        if tree.nodes[last].tag != .text || tree.nodes[last].parent != parent {
            guard tree.nodes.count < limits.maximumNodes else { return stop() }
            let here = Int32(tree.bytes.count)
            tree.nodes.append(
                PageTree.Node(
                    tag: .text, parent: parent, end: Int32(tree.nodes.count + 1),
                    text: PageTree.Span(start: here, end: here)))
        }
        let node = tree.nodes.count - 1
        if preformatted > 0 {
            tree.bytes.append(contentsOf: UnsafeBufferPointer(start: text, count: count))
        } else {
            let isContinued = tree.nodes[node].text.count > 0
            collapse(UnsafeBufferPointer(start: text, count: count), afterSpace: isContinued && tree.bytes.last == 0x20)
        }
        tree.nodes[node].text.end = Int32(tree.bytes.count)
    }

    /// Appends text with each run of white space as one space, without soft hyphens and zero-width spaces.
    private mutating func collapse(_ text: UnsafeBufferPointer<UInt8>, afterSpace: Bool) {
        var afterSpace = afterSpace
        var index = 0
        let count = text.count
        while index < count {
            let start = index
            while index < count, text[index] > 0x20, text[index] != 0xC2, text[index] != 0xE2 { index += 1 }
            if index > start {
                tree.bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index]))
                afterSpace = false
            }
            guard index < count else { return }
            switch Self.special(text, index) {
            case (let length, .space):
                if !afterSpace { tree.bytes.append(0x20) }
                afterSpace = true
                index += length
            case (let length, .nothing):
                index += length
            case (2, .letter) where text[index] == 0xC2 && index + 1 < count && text[index + 1] < 0xA0:
                // Numbers of windows-1252 stand for its characters, wherever they are written as references.
                PageDecoder.append(control: text[index + 1], to: &tree.bytes)
                afterSpace = false
                index += 2
            case (let length, .letter):
                tree.bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[index..<min(count, index + length)]))
                afterSpace = false
                index += length
            }
        }
    }

    private enum Special { case space, nothing, letter }

    private static func special(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> (Int, Special) {
        let byte = text[index]
        if byte <= 0x20 { return (1, .space) }
        if byte == 0xC2 {
            guard index + 1 < text.count else { return (1, .letter) }
            switch text[index + 1] {
            case 0xA0: return (2, .space)
            case 0xAD: return (2, .nothing)
            default: return (2, .letter)
            }
        }
        guard index + 2 < text.count else { return (1, .letter) }
        switch (text[index + 1], text[index + 2]) {
        // En quad to hair space, line and paragraph separators, narrow and medium spaces.
        case (0x80, 0x80...0x8A), (0x80, 0xA8...0xA9), (0x80, 0xAF), (0x81, 0x9F): return (3, .space)
        case (0x80, 0x8B), (0x81, 0xA0): return (3, .nothing)
        default: return (3, .letter)
        }
    }
}
