/// Finds the element that holds the main content.
struct ContentRoot {
    private let tree: PageTree
    private let map: ContentMap

    init(_ tree: PageTree, _ map: ContentMap) {
        self.tree = tree
        self.map = map
    }

    /// From the top down, as long as one child holds nearly all of the prose.
    func find() -> Int {
        var current = 0
        while true {
            let end = Int(tree.nodes[current].end)
            var child = current + 1
            var best = -1
            while child < end {
                if !map.removed[child], best < 0 || map.sums[child].prose > map.sums[best].prose { best = child }
                child = Int(tree.nodes[child].end)
            }
            guard best >= 0, map.sums[best].prose > 0 else { return current }
            let share = Double(map.sums[best].prose) / Double(map.sums[current].prose)
            guard share >= threshold(best), !tree.nodes[best].tag.isText else { return current }
            current = best
        }
    }

    private func threshold(_ node: Int) -> Double {
        let words = map.words[node]
        let tag = tree.nodes[node].tag
        if tag == .main || tag == .article { return 0.6 }
        if words.contains(.content), words.contains(.subject) { return 0.6 }
        if words.contains(.main) || words.contains(.content) || words.contains(.subject) { return 0.75 }
        return 0.85
    }
}

extension HTMLTag {
    /// Elements that hold lines, not blocks.
    var isText: Bool {
        self == .text || isInline || self == .p || headingLevel > 0 || self == .li || self == .pre || self == .td
    }
}
