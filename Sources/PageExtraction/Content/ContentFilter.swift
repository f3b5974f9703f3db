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
    private let title: TitleHeading?
    private let keepsHidden: Bool

    /// - Parameters:
    ///   - whole: the map of the page with nothing removed
    ///   - type: what kind of page it is
    ///   - title: the heading that names what it is about
    init(_ tree: PageTree, _ whole: ContentMap, type: PageType, title: TitleHeading?) {
        self.tree = tree
        self.whole = Self.withoutNotices(tree, whole)
        self.type = type
        self.title = title
        prose = self.whole.sums[0].prose
        // Where much of the page is hidden, a script unhides it.
        keepsHidden = Self.hiddenProse(tree, self.whole) * 5 > prose * 2
    }

    /// The map without what is not content.
    func filtered() -> ContentMap {
        var map = whole
        let elsewhere = HeadedBoxes(tree, whole, type: type, title: title).nodes
        for trust in Trust.allCases {
            map = whole
            var index = 1
            var contribution = 0
            while index < tree.nodes.count {
                let words = whole.words[index]
                if words.contains(.answer), !words.contains(.comment) {
                    contribution = max(contribution, Int(tree.nodes[index].end))
                }
                // Whatever the colours of code are called, all of it counts.
                if map.removed[index] || tree.nodes[index].tag == .pre {
                    index = Int(tree.nodes[index].end)
                } else if tree.nodes[index].tag != .text,
                    isBoilerplate(index, trust) || trust != .none && elsewhere.contains(index)
                        || trust != .none && isAside(index, inAnswer: index < contribution)
                {
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

    /// The map without notices about cookies: they may be longer than the text, and never are it.
    private static func withoutNotices(_ tree: PageTree, _ whole: ContentMap) -> ContentMap {
        var map = whole
        var found = false
        var index = 1
        while index < tree.nodes.count {
            if map.words[index].contains(.consent), tree.nodes[index].tag != .body, tree.nodes[index].tag != .html {
                map.remove(index)
                found = true
                index = Int(tree.nodes[index].end)
            } else {
                index += 1
            }
        }
        if found { map.recount(tree.nodes) }
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
        case .button: return !isLarge && !tree.nodes[Int(node.parent)].tag.isCaption
        case .head, .option, .canvas, .audio, .video, .textarea, .dialog, .input, .menu, .rt, .rp: return true
        case .nav, .noscript: return !isLarge
        case .footer, .aside: if !isLarge { return true }
        case .form, .fieldset: if sums.prose * 10 <= prose * 3 { return true }
        case .header: if isSmall, !isSectionHead(index) { return true }
        default: break
        }
        if isLarge { return isDiscussion(index) }
        if saysBoilerplate(index, isSmall: isSmall, trust) { return true }
        guard node.attributes >= 0 else { return false }
        let attributes = tree.attributes[Int(node.attributes)]
        let role = attributes.role.isEmpty ? "" : tree.string(attributes.role)
        if attributes.isHidden, !keepsHidden, role != "tabpanel", !whole.words[index].contains(.fold) { return true }
        return Self.roles.contains(role)
    }

    private func saysBoilerplate(_ index: Int, isSmall: Bool, _ trust: Trust) -> Bool {
        let words = whole.words[index]
        guard trust != .none, !words.isEmpty else { return false }
        if words.contains(.boilerplate), trust == .all || !words.contains(.content) { return !isQuote(index) }
        if words.contains(.comment), type != .forum { return true }
        if words.contains(.edge), !words.contains(.content), isSmall, !isSectionHead(index) { return true }
        if words.contains(.review), type == .product { return true }
        guard trust == .all else { return false }
        if words.contains(.related) { return true }
        if words.contains(.byline), whole.sums[index].text < 150 { return true }
        return words.contains(.caption) && tree.nodes[index].tag.headingLevel == 0
    }

    /// Whether it is what others say of the page's subject, however long: the subject is what the title stands in.
    private func isDiscussion(_ index: Int) -> Bool {
        let words = whole.words[index]
        guard let title, type != .forum, !words.contains(.content),
            words.contains(.comment) || type == .product && words.contains(.review)
        else { return false }
        return title.node < index || title.node >= Int(tree.nodes[index].end)
    }

    /// In a forum: who wrote a message, and remarks on an answer.
    private func isAside(_ index: Int, inAnswer: Bool) -> Bool {
        let words = whole.words[index]
        let sums = whole.sums[index]
        guard type == .forum, !words.contains(.content), sums.prose * 5 < prose * 2 else { return false }
        return inAnswer && words.contains(.comment) || words.contains(.profile) && sums.text < 200
    }

    /// Whether it is a box around a quote: a post of a social network, which belongs to the text.
    private func isQuote(_ index: Int) -> Bool {
        (index..<min(index + 4, Int(tree.nodes[index].end))).contains { tree.nodes[$0].tag == .blockquote }
    }

    /// Whether it heads a section and not the page. In an article it holds the title, the author and the date.
    private func isSectionHead(_ index: Int) -> Bool {
        guard type != .article else { return false }
        var parent = Int(tree.nodes[index].parent)
        for _ in 0..<12 where parent > 0 {
            switch tree.nodes[parent].tag {
            case .main, .section, .article: return true
            default: parent = Int(tree.nodes[parent].parent)
            }
        }
        return false
    }

    private static let roles: Set<String> = [
        "navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alert", "alertdialog", "menu",
        "menubar", "toolbar", "tooltip", "status",
    ]
}

extension HTMLTag {
    /// Elements whose buttons unfold what they name.
    fileprivate var isCaption: Bool { headingLevel > 0 || self == .dt || self == .summary }
}
