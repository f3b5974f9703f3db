/// Writes the blocks of the content, in the page's order.
struct BlockWriter {
    /// A block on its way out.
    struct Draft {
        var kind: TextBlock.Kind
        var text: [UInt8]
        var linked: Int
        var node: Int
    }

    private let tree: PageTree
    private let map: ContentMap
    private(set) var drafts: [Draft] = []

    private var text: [UInt8] = []
    private var linked = 0
    private var kind = TextBlock.Kind.paragraph
    private var block = 0
    private var breaks = 0

    init(_ tree: PageTree, _ map: ContentMap) {
        self.tree = tree
        self.map = map
    }

    mutating func write(_ root: Int) {
        // Blocks around the place, and what holds of the text behind each.
        var around: [(end: Int, kind: TextBlock.Kind, block: Int)] = []
        var index = root
        let end = Int(tree.nodes[root].end)
        var links: [Int] = []
        while index < end {
            while let last = around.last, last.end <= index {
                around.removeLast()
                flush()
                (kind, block) = (last.kind, last.block)
            }
            while let last = links.last, last <= index { links.removeLast() }
            if map.removed[index] {
                index = Int(tree.nodes[index].end)
                continue
            }
            let node = tree.nodes[index]
            switch node.tag {
            case .text: append(tree.bytes[node.text.range], isLinked: !links.isEmpty)
            case .br: lineBreak()
            case .td, .th: cell()
            case .a: links.append(Int(node.end))
            default:
                if !node.tag.isInline {
                    flush()
                    around.append((Int(node.end), kind, block))
                    block = index
                    kind = Self.kind(of: node.tag, inside: tree, index)
                }
            }
            index += 1
        }
        flush()
    }

    private mutating func append(_ bytes: ArraySlice<UInt8>, isLinked: Bool) {
        var bytes = bytes
        if kind != .code, text.isEmpty || text.last == 0x20 { bytes = bytes.drop { $0 == 0x20 } }
        guard !bytes.isEmpty else { return }
        breaks = 0
        text.append(contentsOf: bytes)
        if isLinked { linked += bytes.count }
    }

    private mutating func lineBreak() {
        if kind == .code { return text.append(0x0A) }
        breaks += 1
        if breaks > 1 { flush() } else if text.last != 0x20, !text.isEmpty { text.append(0x20) }
    }

    private mutating func cell() {
        guard !text.isEmpty else { return }
        while text.last == 0x20 { text.removeLast() }
        text.append(contentsOf: Array(" | ".utf8))
    }

    private mutating func flush() {
        breaks = 0
        while let last = text.last, last <= 0x20 { text.removeLast() }
        if !text.isEmpty { drafts.append(Draft(kind: kind, text: text, linked: linked, node: block)) }
        text = []
        linked = 0
    }

    private static func kind(of tag: HTMLTag, inside tree: PageTree, _ index: Int) -> TextBlock.Kind {
        switch tag {
        case .h1, .h2, .h3, .h4, .h5, .h6: return .heading(level: tag.headingLevel)
        case .pre: return .code
        case .li, .dt, .dd: return .listItem
        case .tr: return .tableRow
        case .blockquote: return .quote
        default:
            // A paragraph in a list or a quote belongs to it.
            var parent = Int(tree.nodes[index].parent)
            var steps = 0
            while parent > 0, steps < 4 {
                switch tree.nodes[parent].tag {
                case .li, .dd: return .listItem
                case .blockquote: return .quote
                case .tr: return .tableRow
                case .pre: return .code
                default: break
                }
                parent = Int(tree.nodes[parent].parent)
                steps += 1
            }
            return .paragraph
        }
    }
}
