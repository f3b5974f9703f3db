/// A parsed page: its nodes in document order in one array, so that the subtree of node `n` is `n ..< nodes[n].end` and no
/// walk over it needs recursion; and all texts in one run of bytes.
struct PageTree {
    /// A range of `bytes`.
    struct Span {
        var start: Int32 = 0
        var end: Int32 = 0

        var count: Int { Int(end - start) }
        var isEmpty: Bool { end == start }
        var range: Range<Int> { Int(start)..<Int(end) }
    }

    struct Node {
        var tag: HTMLTag
        var parent: Int32
        /// One past the last node of the subtree.
        var end: Int32
        /// The text of a text node, white space collapsed outside `pre`.
        var text = Span()
        /// Index in `attributes`, -1 without any.
        var attributes: Int32 = -1
    }

    struct Attributes {
        /// `class` and `id`, separated by a space.
        var classes = Span()
        var role = Span()
        var itemprop = Span()
        var itemtype = Span()
        var href = Span()
        var rel = Span()
        var datetime = Span()
        var content = Span()
        var dataHint = Span()
        var isHidden = false
    }

    /// A `meta` tag: name or property, and content.
    struct Meta {
        var name: String
        var content: String
    }

    var nodes: [Node] = []
    var attributes: [Attributes] = []
    var bytes: [UInt8] = []
    var metas: [Meta] = []
    var language: String?
    var canonical: String?
    var base: String?
    /// Whether nodes were left out because of a limit.
    var isCut = false

    func string(_ span: Span) -> String {
        String(decoding: bytes[span.range], as: UTF8.self)
    }

    func attributes(of node: Int) -> Attributes? {
        let index = nodes[node].attributes
        return index < 0 ? nil : attributes[Int(index)]
    }

    /// The text of a subtree on one line.
    func text(of node: Int) -> String {
        var result: [UInt8] = []
        for index in node..<Int(nodes[node].end) where nodes[index].tag == .text {
            result.append(contentsOf: bytes[nodes[index].text.range])
        }
        return String(decoding: result, as: UTF8.self).collapsed
    }
}

extension String {
    /// White space at the ends gone, and runs of it made one space.
    package var collapsed: String {
        split { $0.isWhitespace }.joined(separator: " ")
    }
}
