/// Boxes whose heading says that they are about other pages or about the site: whatever their classes, they are not the
/// text.
struct HeadedBoxes {
    /// The boxes' nodes.
    private(set) var nodes: Set<Int> = []

    private let tree: PageTree
    private let map: ContentMap
    private let title: TitleHeading?
    /// Letters of the page before each node.
    private let before: [Int32]

    /// Headings looked at, and letters of one that can be such a heading.
    private static let most = 300
    private static let longest: Int32 = 60

    init(_ tree: PageTree, _ map: ContentMap, type: PageType, title: TitleHeading?) {
        self.tree = tree
        self.map = map
        self.title = title
        // In the other types such boxes are often what the page is for.
        let headings = type == .article || type == .forum ? Self.headings(tree, map) : []
        guard !headings.isEmpty else {
            before = []
            return
        }
        var letters: Int32 = 0
        before = tree.nodes.indices.map { node in
            defer { if tree.nodes[node].tag == .text { letters += map.sums[node].text } }
            return letters
        }
        for heading in headings {
            let box = box(of: heading)
            if map.sums[box].text > map.sums[heading].text { nodes.insert(box) }
        }
    }

    private static func headings(_ tree: PageTree, _ map: ContentMap) -> [Int] {
        tree.nodes.indices.lazy
            .filter { tree.nodes[$0].tag.headingLevel > 0 && map.sums[$0].text < longest }.prefix(most)
            .filter { Openings.shared.begins(Array(tree.text(of: $0).utf8)) }
    }

    /// The largest box that the heading stands first in, without the page's title and much of its prose.
    private func box(of heading: Int) -> Int {
        var box = heading
        while true {
            let parent = Int(tree.nodes[box].parent)
            guard parent > 0, before[parent] == before[box], map.sums[parent].prose * 5 <= map.sums[0].prose * 2,
                !holdsTitle(parent)
            else { return box }
            switch tree.nodes[parent].tag {
            case .html, .body, .main, .article: return box
            default: box = parent
            }
        }
    }

    private func holdsTitle(_ node: Int) -> Bool {
        guard let title else { return false }
        return title.node > node && title.node < Int(tree.nodes[node].end)
    }
}
