/// Takes out of a page what is not content wherever it stands.
struct ContentFilter {
    private let tree: PageTree
    private let type: PageType
    private let pageProse: Int32

    init(_ tree: PageTree, _ map: ContentMap, type: PageType) {
        self.tree = tree
        self.type = type
        pageProse = map.sums[0].prose
    }

    func apply(to map: inout ContentMap) {
        var index = 1
        while index < tree.nodes.count {
            if tree.nodes[index].tag != .text, isBoilerplate(index, map) {
                map.remove(index)
                index = Int(tree.nodes[index].end)
            } else {
                index += 1
            }
        }
        map.recount(tree.nodes)
    }

    private func isBoilerplate(_ index: Int, _ map: ContentMap) -> Bool {
        let node = tree.nodes[index]
        let sums = map.sums[index]
        // Whatever it is called: it holds most of what there is to read.
        let isLarge = sums.prose * 5 > pageProse * 2
        switch node.tag {
        case .html, .body, .main: return false
        case .head, .button, .option, .canvas, .audio, .video, .textarea, .dialog, .input, .menu: return true
        case .nav: return !isLarge
        case .footer, .aside, .form, .fieldset: if !isLarge { return true }
        case .header: if sums.prose * 10 < pageProse { return true }
        default: break
        }
        if isLarge { return false }
        let words = map.words[index]
        if words.contains(.boilerplate) || words.contains(.related) { return true }
        if words.contains(.comment), type != .forum { return true }
        if words.contains(.edge), !words.contains(.content), sums.prose * 10 < pageProse { return true }
        if words.contains(.byline), sums.text < 150 { return true }
        if words.contains(.caption), node.tag.headingLevel == 0 { return true }
        guard node.attributes >= 0 else { return false }
        let attributes = tree.attributes[Int(node.attributes)]
        if attributes.isHidden { return true }
        return !attributes.role.isEmpty && Self.roles.contains(tree.string(attributes.role))
    }

    private static let roles: Set<String> = [
        "navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alert", "alertdialog", "menu",
        "menubar", "toolbar", "tooltip", "status",
    ]
}
