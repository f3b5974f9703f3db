/// Finds the element that holds the main content.
struct ContentRoot {
    private let tree: PageTree
    private let map: ContentMap
    private let type: PageType
    private let title: TitleHeading?

    /// - Parameters:
    ///   - map: the map of the page without what is not content
    ///   - title: the heading that names what the page is about
    init(_ tree: PageTree, _ map: ContentMap, type: PageType, title: TitleHeading?) {
        self.tree = tree
        self.map = map
        self.type = type
        self.title = title
    }

    /// The root of the content.
    func find() -> Int {
        let root = descend()
        return type == .article ? joined(marked(below: root) ?? root) : root
    }

    /// The root, or what holds it and paragraphs beside it: boxes may cut a text into several siblings.
    private func joined(_ root: Int) -> Int {
        guard root > 0 else { return root }
        let parent = Int(tree.nodes[root].parent)
        var paragraphs = 0
        var child = parent + 1
        while child < Int(tree.nodes[parent].end) {
            if child != root, isParagraph(child) { paragraphs += 1 }
            child = Int(tree.nodes[child].end)
        }
        return paragraphs > 1 ? parent : root
    }

    private func isParagraph(_ node: Int) -> Bool {
        let sums = map.sums[node]
        return !map.removed[node] && sums.proseBlocks == 1 && sums.prose == sums.text && sums.prose >= 80
            && sums.linkShare < 0.3
    }

    /// What is weighed: prose, but all text where the content is a list of links.
    private func weight(_ node: Int) -> Int32 {
        type == .collection ? map.sums[node].text : map.sums[node].prose
    }

    /// From the top down, as long as one child holds nearly all of the weight.
    private func descend() -> Int {
        var current = mainWithTitle() ?? 0
        while true {
            let end = Int(tree.nodes[current].end)
            var child = current + 1
            var best = -1
            while child < end {
                if !map.removed[child], best < 0 || weight(child) > weight(best) { best = child }
                child = Int(tree.nodes[child].end)
            }
            guard best >= 0, weight(best) > 0, !tree.nodes[best].tag.holdsLines,
                Double(weight(best)) >= threshold(best) * Double(weight(current))
            else { return current }
            // A thing for sale is described below its name, however long its reviews are.
            if type == .product, holdsTitle(current), !holdsTitle(best) { return current }
            current = best
        }
    }

    /// The `main` element that the title stands in, if it holds more than a shell: legal notes below may be longer.
    private func mainWithTitle() -> Int? {
        guard var node = title?.node else { return nil }
        while node > 0, tree.nodes[node].tag != .main { node = Int(tree.nodes[node].parent) }
        guard node > 0 else { return nil }
        let (sums, all) = (map.sums[node], map.sums[0])
        return sums.text >= 300 && sums.text > all.text / 10 && sums.prose >= all.prose / 10 ? node : nil
    }

    private func holdsTitle(_ node: Int) -> Bool {
        guard let title else { return false }
        return title.node > node && title.node < Int(tree.nodes[node].end)
    }

    /// The share of its parent's weight that a child needs: less if it says that it is the content.
    private func threshold(_ node: Int) -> Double {
        switch type {
        // The first of several messages is often the one that is marked, and the longest.
        case .forum: return 0.95
        // What is marked is the list, and what is said of it stands beside it.
        case .collection: return 0.85
        default: break
        }
        let words = map.words[node]
        let tag = tree.nodes[node].tag
        if tag == .main || tag == .article || words.contains([.content, .subject]) { return 0.6 }
        if !words.isDisjoint(with: [.main, .content, .subject]) { return 0.75 }
        return 0.85
    }

    /// The one element that is marked as the article's text, by the surest mark first.
    ///
    /// On pages with much else to read (comments, teasers) the article may hold a small share of the prose.
    private func marked(below root: Int) -> Int? {
        let prose = Double(map.sums[root].prose)
        let marks: [(share: Double, isMarked: (Int) -> Bool)] = [
            (0.2, isArticleBody), (0.2, isNamedContent), (0.35, { tree.nodes[$0].tag == .article }),
            (0.35, { tree.nodes[$0].tag == .main || hasMainRole($0) }),
        ]
        for mark in marks {
            if let found = onlyOne(below: root, atLeast: max(200, mark.share * prose), where: mark.isMarked) {
                return found
            }
        }
        return nil
    }

    /// Of the outermost nodes with a mark the one that the page's title names; else the largest, if the others hold
    /// little: several like it are parts of a whole.
    private func onlyOne(below root: Int, atLeast least: Double, where isMarked: (Int) -> Bool) -> Int? {
        var best = -1
        var total: Int32 = 0
        var index = root + 1
        while index < Int(tree.nodes[root].end) {
            if map.removed[index] || map.sums[index].prose == 0 && tree.nodes[index].tag != .text {
                index = Int(tree.nodes[index].end)
            } else if tree.nodes[index].tag != .text, isMarked(index) {
                if title?.isNamed == true, holdsTitle(index), map.sums[index].prose >= 200 { return index }
                total += map.sums[index].prose
                if best < 0 || map.sums[index].prose > map.sums[best].prose { best = index }
                index = Int(tree.nodes[index].end)
            } else {
                index += 1
            }
        }
        guard best >= 0, Double(map.sums[best].prose) >= least,
            Double(map.sums[best].prose) >= 0.85 * Double(total)
        else { return nil }
        return best
    }

    private func isArticleBody(_ node: Int) -> Bool {
        guard let span = tree.attributes(of: node)?.itemprop, !span.isEmpty else { return false }
        return tree.string(span).contains("articleBody")
    }

    private func isNamedContent(_ node: Int) -> Bool {
        let words = map.words[node]
        return words.contains([.subject, .content]) && !words.contains(.card) && !tree.nodes[node].tag.isInline
    }

    private func hasMainRole(_ node: Int) -> Bool {
        guard let span = tree.attributes(of: node)?.role, !span.isEmpty else { return false }
        return tree.string(span) == "main"
    }
}

extension HTMLTag {
    /// Elements that hold lines, not blocks.
    fileprivate var holdsLines: Bool {
        isInline || self == .p || headingLevel > 0 || self == .li || self == .pre || self == .td
    }
}
