/// Finds the element that holds the main content.
struct ContentRoot {
    private let tree: PageTree
    private let map: ContentMap
    private let type: PageType

    init(_ tree: PageTree, _ map: ContentMap, type: PageType) {
        self.tree = tree
        self.map = map
        self.type = type
    }

    /// The root of the content.
    func find() -> Int {
        let root = descend()
        return type == .article ? marked(below: root) ?? root : root
    }

    /// What is weighed: prose, but all text where the content is a list of links.
    private func weight(_ node: Int) -> Int32 {
        type == .collection ? map.sums[node].text : map.sums[node].prose
    }

    /// From the top down, as long as one child holds nearly all of the weight.
    private func descend() -> Int {
        var current = 0
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
            current = best
        }
    }

    /// The share of its parent's weight that a child needs: less if it says that it is the content.
    private func threshold(_ node: Int) -> Double {
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

    /// The largest of the outermost nodes with a mark, if the others hold little: several like it are parts of a whole.
    private func onlyOne(below root: Int, atLeast least: Double, where isMarked: (Int) -> Bool) -> Int? {
        var best = -1
        var total: Int32 = 0
        var index = root + 1
        while index < Int(tree.nodes[root].end) {
            if map.removed[index] || map.sums[index].prose == 0 && tree.nodes[index].tag != .text {
                index = Int(tree.nodes[index].end)
            } else if tree.nodes[index].tag != .text, isMarked(index) {
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
