/// The heading that names what the page is about.
struct TitleHeading {
    /// Its node.
    let node: Int
    /// Whether it says what the page's title says: on a page with several texts, the one below it is meant.
    let isNamed: Bool

    /// Headings looked at, bytes read of one, and letters from which a title names something.
    private static let most = 200
    private static let longest = 400
    private static let leastLetters = 10

    /// The first heading that says what the title says, else the first of level 1; nil without either.
    init?(_ tree: PageTree, title: String?) {
        let title = Self.letters((title ?? "").utf8.prefix(Self.longest))
        var first: Int?
        var seen = 0
        for node in tree.nodes.indices where (1...3).contains(tree.nodes[node].tag.headingLevel) {
            if tree.nodes[node].tag == .h1, first == nil { first = node }
            seen += 1
            guard seen <= Self.most, title.count >= Self.leastLetters else { continue }
            let heading = Self.letters(Self.beginning(of: node, tree))
            guard heading.count >= Self.leastLetters else { continue }
            if heading.starts(with: title) || title.starts(with: heading) {
                self.init(node: node, isNamed: true)
                return
            }
        }
        guard let first else { return nil }
        self.init(node: first, isNamed: false)
    }

    private init(node: Int, isNamed: Bool) {
        self.node = node
        self.isNamed = isNamed
    }

    private static func beginning(of node: Int, _ tree: PageTree) -> [UInt8] {
        var text: [UInt8] = []
        for index in node..<min(Int(tree.nodes[node].end), node + longest) where text.count < longest {
            text.append(contentsOf: tree.bytes[tree.nodes[index].text.range].prefix(longest))
        }
        return text
    }

    /// Letters and digits, in lower case where they are ASCII.
    private static func letters(_ text: some Sequence<UInt8>) -> [UInt8] {
        text.compactMap { byte in
            let small = byte | 0x20
            if byte >= 0x80 || byte &- 0x30 < 10 { return byte }
            return small &- 0x61 < 26 ? small : nil
        }
    }
}
