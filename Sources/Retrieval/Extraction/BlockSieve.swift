/// The last look at the blocks: what single lines give away.
struct BlockSieve {
    private let type: PageType

    init(type: PageType) {
        self.type = type
    }

    func sift(_ drafts: [BlockWriter.Draft]) -> [BlockWriter.Draft] {
        drafts
    }
}
