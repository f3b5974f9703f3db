/// Takes out of a page what is not content wherever it stands.
///
/// Classes and ids may mislead: if hardly anything to read is left, fewer of their words are believed.
struct ContentFilter {
    /// How much is believed of what classes and ids say.
    private enum Trust: CaseIterable {
        /// All of it.
        case all
        /// Only the words for furniture, and not where they stand beside words for content.
        case some
        /// Nothing; elements and roles speak alone.
        case none
    }

    /// Share of the page's prose that has to be left, or letters of prose from which any share will do.
    private static let leastShare = 0.3
    private static let leastLetters: Int32 = 500

    private let tree: PageTree
    private let whole: ContentMap
    private let type: PageType
    private let prose: Int32
    private let keepsHidden: Bool

    /// - Parameters:
    ///   - whole: the map of the page with nothing removed
    ///   - type: what kind of page it is
    init(_ tree: PageTree, _ whole: ContentMap, type: PageType) {
        self.tree = tree
        self.whole = whole
        self.type = type
        prose = whole.sums[0].prose
        // Where much of the page is hidden, a script unhides it.
        keepsHidden = Self.hiddenProse(tree, whole) * 5 > prose * 2
    }

    /// The map without what is not content.
    func filtered() -> ContentMap {
        var map = whole
        for trust in Trust.allCases {
            map = whole
            var index = 1
            while index < tree.nodes.count {
                if tree.nodes[index].tag != .text, isBoilerplate(index, trust) {
                    map.remove(index)
                    index = Int(tree.nodes[index].end)
                } else {
                    index += 1
                }
            }
            map.recount(tree.nodes)
            let left = map.sums[0].prose
            if left > Self.leastLetters || Double(left) > Self.leastShare * Double(prose) { break }
        }
        return map
    }

    private static func hiddenProse(_ tree: PageTree, _ whole: ContentMap) -> Int32 {
        var hidden: Int32 = 0
        var index = 1
        while index < tree.nodes.count {
            let attributes = tree.nodes[index].attributes
            if attributes >= 0, tree.attributes[Int(attributes)].isHidden {
                hidden += whole.sums[index].prose
                index = Int(tree.nodes[index].end)
            } else {
                index += 1
            }
        }
        return hidden
    }

    private func isBoilerplate(_ index: Int, _ trust: Trust) -> Bool {
        let node = tree.nodes[index]
        let sums = whole.sums[index]
        // Whatever it is called: it holds much of what there is to read.
        let isLarge = sums.prose * 5 > prose * 2
        let isSmall = sums.prose * 10 < prose
        switch node.tag {
        case .html, .body, .main: return false
        case .button, .option, .canvas, .audio, .video, .textarea, .dialog, .input, .menu: return true
        case .head, .nav, .noscript: return !isLarge
        case .footer, .aside: if !isLarge { return true }
        case .form, .fieldset: if sums.prose * 10 <= prose * 3 { return true }
        case .header: if isSmall { return true }
        default: break
        }
        if isLarge { return false }
        if saysBoilerplate(whole.words[index], node.tag, sums, isSmall: isSmall, trust) { return true }
        guard node.attributes >= 0 else { return false }
        let attributes = tree.attributes[Int(node.attributes)]
        let role = attributes.role.isEmpty ? "" : tree.string(attributes.role)
        if attributes.isHidden, !keepsHidden, role != "tabpanel", !whole.words[index].contains(.fold) { return true }
        return Self.roles.contains(role)
    }

    private func saysBoilerplate(
        _ words: ClassWords, _ tag: HTMLTag, _ sums: ContentMap.Sums, isSmall: Bool, _ trust: Trust
    ) -> Bool {
        guard trust != .none, !words.isEmpty else { return false }
        if words.contains(.boilerplate), trust == .all || !words.contains(.content) { return true }
        if words.contains(.comment), type != .forum { return true }
        if words.contains(.edge), !words.contains(.content), isSmall { return true }
        guard trust == .all else { return false }
        if words.contains(.related) { return true }
        if words.contains(.byline), sums.text < 150 { return true }
        return words.contains(.caption) && tag.headingLevel == 0
    }

    private static let roles: Set<String> = [
        "navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alert", "alertdialog", "menu",
        "menubar", "toolbar", "tooltip", "status",
    ]
}
