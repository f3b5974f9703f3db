import SafetyGrid

/// A part of a grid: that which asks for harm, without the cells of harmless twins; or that in which strategies lead.
struct HarmfulPart {
    /// The grid of that part; along `intent` it has the harmful value alone.
    let grid: Grid
    /// The cells of the part in the whole grid, in order; nil where it is the whole.
    private let cells: [Int]?

    init(of grid: Grid) {
        let harmful = grid.position(of: .intent).map { position in
            grid.dimensions[position].values.map(\.id).filter { $0 != Grid.twin }
        }
        guard grid.hasTwins, let harmful, !harmful.isEmpty, let part = try? grid.narrowed(to: [.intent: harmful]) else {
            self.grid = grid
            cells = nil
            return
        }
        let isTwin = grid.isTwin
        self.grid = part
        cells = (0..<grid.cellCount).filter { !isTwin($0) }
    }

    /// The part of a grid whose tests strategies lead: all of it but the protective hazards. Nil where that is the whole.
    init?(ledIn grid: Grid) {
        let led = grid.hazards?.values.filter { !$0.isProtective }.map(\.id) ?? []
        guard grid.hasProtectiveHazards, let part = try? grid.narrowed(to: [.hazard: led]) else { return nil }
        let isUnled = grid.isUnled
        self.grid = part
        cells = (0..<grid.cellCount).filter { !isUnled($0) }
    }

    /// Verdicts of the whole grid as those of the part.
    func evidence(_ evidence: RunEvidence) -> RunEvidence {
        guard let cells else { return evidence }
        return RunEvidence(evidence.verdicts.of(cells), sample: evidence.sample.of(cells))
    }
}
