/// The last look at the blocks: what single lines give away.
struct BlockSieve {
    private let type: PageType

    init(type: PageType) {
        self.type = type
    }

    /// The blocks that stay.
    func sift(_ drafts: [BlockWriter.Draft]) -> [BlockWriter.Draft] {
        var seen: Set<[UInt8]> = []
        return drafts.filter { draft in
            if isFurniture(draft) { return false }
            let isRow = draft.kind == .tableRow
            guard draft.text.count > (isRow ? Self.shortFact : shortestRepeat), draft.kind != .code else { return true }
            return seen.insert(draft.text).inserted
        }
    }

    /// Bytes up to which a line may be a fact that holds for several things: a size, a grade, "yes".
    private static let shortFact = 20

    /// Bytes beyond which a line that was read before is no news: pages repeat themselves for small screens, for
    /// printing and in carousels, and they repeat the words on their buttons.
    private var shortestRepeat: Int {
        switch type {
        case .service, .product, .forum: 0
        case .article, .collection: Self.shortFact
        }
    }

    private func isFurniture(_ draft: BlockWriter.Draft) -> Bool {
        switch draft.kind {
        case .heading(let level): return level == 1 && type == .article
        case .paragraph, .listItem: break
        case .quote, .code, .tableRow: return false
        }
        let length = draft.text.count
        if type == .article, case .paragraph = draft.kind, length < 150, draft.linked * 5 > length * 3 { return true }
        guard type != .collection, length < 250 else { return false }
        return Self.holdsTemplate(draft.text) || Openings.shared.begins(draft.text)
    }

    /// `{{ … }}` that a script was to fill in.
    private static func holdsTemplate(_ text: [UInt8]) -> Bool {
        text.firstIndex(of: 0x7B).map { $0 + 1 < text.count && text[$0 + 1] == 0x7B } ?? false
    }
}
