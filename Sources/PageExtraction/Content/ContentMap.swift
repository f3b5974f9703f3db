/// What the nodes of a page hold: how much text, how much of it in links, how much that reads like prose.
///
/// Lengths are in letters: bytes, continuation bytes of UTF-8 not counted.
struct ContentMap {
    /// Sums over a subtree.
    struct Sums {
        var text: Int32 = 0
        var linked: Int32 = 0
        var links: Int32 = 0
        /// Letters in blocks that read like prose: long enough, and not mostly links.
        var prose: Int32 = 0
        var proseBlocks: Int32 = 0

        static func += (left: inout Sums, right: Sums) {
            left.text &+= right.text
            left.linked &+= right.linked
            left.links &+= right.links
            left.prose &+= right.prose
            left.proseBlocks &+= right.proseBlocks
        }

        /// Share of the text that stands in links, 0 ... 1.
        var linkShare: Double { text == 0 ? 0 : Double(linked) / Double(text) }
    }

    /// Letters of a block from which it can be prose.
    static let proseLength: Int32 = 40

    private(set) var sums: [Sums]
    /// The roles in class and id, for each node.
    let words: [ClassWords]
    /// Nodes whose subtree is left out.
    private(set) var removed: [Bool]
    /// What each node holds itself: text nodes their letters, blocks their prose.
    private var own: [Sums]

    init(_ tree: borrowing PageTree) {
        let nodes = tree.nodes
        let count = nodes.count
        removed = Array(repeating: false, count: count)
        var words = [ClassWords](repeating: [], count: count)
        var own = [Sums](repeating: Sums(), count: count)
        var blocks = [Int32](repeating: 0, count: count)
        var inLink = [Bool](repeating: false, count: count)
        var blockText = [(text: Int32, linked: Int32)](repeating: (0, 0), count: count)
        tree.bytes.withUnsafeBufferPointer { bytes in
            for index in 1..<max(1, count) {
                let node = nodes[index]
                let parent = Int(node.parent)
                if node.tag == .text {
                    let letters = Self.letters(bytes, node.text)
                    own[index].text = letters
                    blockText[Int(blocks[parent])].text += letters
                    if inLink[parent] {
                        own[index].linked = letters
                        blockText[Int(blocks[parent])].linked += letters
                    }
                    continue
                }
                blocks[index] = node.tag.isInline ? blocks[parent] : Int32(index)
                inLink[index] = node.tag == .a || inLink[parent]
                if node.tag == .a { own[index].links = 1 }
                if node.attributes >= 0 {
                    let span = tree.attributes[Int(node.attributes)].classes
                    if !span.isEmpty { words[index] = ClassWords(UnsafeBufferPointer(rebasing: bytes[span.range])) }
                }
            }
        }
        for index in 0..<count {
            let (text, linked) = blockText[index]
            if text >= Self.proseLength, linked * 2 < text {
                own[index].prose = text
                own[index].proseBlocks = 1
            }
        }
        self.words = words
        self.own = own
        sums = own
        add(nodes)
    }

    /// Takes a subtree out; sums change with the next ``recount(_:)``.
    mutating func remove(_ node: Int) {
        removed[node] = true
    }

    /// Makes the sums anew without what was removed.
    mutating func recount(_ nodes: [PageTree.Node]) {
        sums = own
        var index = 1
        while index < nodes.count {
            guard removed[index] else {
                index += 1
                continue
            }
            let end = Int(nodes[index].end)
            for inner in index..<end { sums[inner] = Sums() }
            index = end
        }
        add(nodes)
    }

    private mutating func add(_ nodes: [PageTree.Node]) {
        sums.withUnsafeMutableBufferPointer { sums in
            var index = nodes.count - 1
            while index > 0 {
                sums[Int(nodes[index].parent)] += sums[index]
                index -= 1
            }
        }
    }

    private static func letters(_ bytes: UnsafeBufferPointer<UInt8>, _ span: PageTree.Span) -> Int32 {
        var letters: Int32 = 0
        for index in span.range where bytes[index] & 0xC0 != 0x80 && bytes[index] > 0x20 { letters += 1 }
        return letters
    }
}
