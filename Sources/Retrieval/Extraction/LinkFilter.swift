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
    }

    private func isLinkList(_ index: Int, _ map: ContentMap, total: Int32) -> Bool {
        let sums = map.sums[index]
        guard sums.links > 0, sums.text > 0, sums.text * 2 < total else { return false }
        let share = sums.linkShare
        switch tree.nodes[index].tag {
        case .ul, .ol, .dl, .table, .div, .section, .figure:
            // A few long links are sources; many short ones are a menu.
            return share > 0.8 && (sums.links > 1 || sums.text < 100) || share > 0.6 && sums.links >= 4
        case .p: return share > 0.9 && sums.text < 60 && sums.links > 0
        default: return false
        }
    }
}
