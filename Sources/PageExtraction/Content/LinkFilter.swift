/// Takes out of the content what is there to lead elsewhere: lists and boxes that are mostly links.
struct LinkFilter {
    private let tree: PageTree
    private let type: PageType

    init(_ tree: PageTree, type: PageType) {
        self.tree = tree
        self.type = type
    }

    func apply(to map: inout ContentMap, root: Int) {
        guard type != .collection else { return }
        let whole = map
        let total = map.sums[root].text
        var index = root + 1
        while index < Int(tree.nodes[root].end) {
            if map.removed[index] || isLinkList(index, map, total: total) {
                map.remove(index)
                index = Int(tree.nodes[index].end)
            } else {
                index += 1
            }
        }
        map.recount(tree.nodes)
        // Where most of the text stands in links, they are what the page is for.
        if type != .product, map.sums[root].text * 5 < total * 2 { map = whole }
    }

    private func isLinkList(_ index: Int, _ map: ContentMap, total: Int32) -> Bool {
        let sums = map.sums[index]
        guard sums.links > 0, sums.text > 0, sums.text * 2 < total else { return false }
        let share = sums.linkShare
        switch tree.nodes[index].tag {
        case .ul, .ol, .dl, .table, .div, .section, .figure:
            if isWritten(index, map) || holdsCards(sums) { return false }
            // A few long links are sources; many short ones are a menu.
            return share > 0.8 && (sums.links > 1 || sums.text < 100) || share > 0.6 && sums.links >= 4
        case .p: return share > 0.9 && sums.text < 60 && sums.links > 0
        default: return false
        }
    }

    /// Whether it is part of what the author wrote: a box with prose of its own, or a list without a class beside
    /// paragraphs.
    ///
    /// In an article a few links and nothing else are other articles.
    private func isWritten(_ index: Int, _ map: ContentMap) -> Bool {
        let sums = map.sums[index]
        switch tree.nodes[index].tag {
        case .div, .section: return sums.prose > 100
        case .figure: return false
        default:
            guard map.words[index].isEmpty else { return false }
            return (type != .article || sums.links >= 5 || sums.linkShare <= 0.85) && isBesideProse(index, map)
        }
    }

    /// Whether its links are whole cards that say what they lead to: on a page of services these are its text.
    private func holdsCards(_ sums: ContentMap.Sums) -> Bool {
        type == .service && sums.linked >= 40 * sums.links
    }

    /// Children of the parent that are looked at: a bound, because each may be a list.
    private static let mostSiblings = 400

    private func isBesideProse(_ index: Int, _ map: ContentMap) -> Bool {
        let parent = Int(tree.nodes[index].parent)
        var sibling = parent + 1
        var count = 0
        while sibling < Int(tree.nodes[parent].end), count < Self.mostSiblings {
            if tree.nodes[sibling].tag == .p, map.sums[sibling].prose > 0 { return true }
            sibling = Int(tree.nodes[sibling].end)
            count += 1
        }
        return false
    }
}
