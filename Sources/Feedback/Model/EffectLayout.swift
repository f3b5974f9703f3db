import SafetyGrid

/// The effects of the model and which of them each cell has: the mean, one effect a value, one a pair of values.
///
/// Memory is linear in cells: one 32-bit number a cell and group.
struct EffectLayout: Sendable {
    /// What the effects of a group describe; effects of a kind share their spread.
    enum Kind: Int, Sendable, CaseIterable {
        case mean, main, pair
    }

    /// Effects of one choice of dimensions; every cell has exactly one of each group.
    struct Group: Sendable {
        let kind: Kind
        /// Numbers of its effects.
        let effects: Range<Int>
    }

    let groups: [Group]
    let cellCount: Int
    /// Number of the effect that cell c has of group g, at `c * groups.count + g`.
    let members: [Int32]

    /// The effects of a cell, one of each group.
    func effects(of cell: Int) -> ArraySlice<Int32> {
        members[(cell * groups.count)..<((cell + 1) * groups.count)]
    }

    var effectCount: Int { groups.last?.effects.upperBound ?? 0 }

    init(_ grid: Grid) {
        // A dimension of one value says nothing that the mean does not.
        let axes = grid.shape.indices.filter { grid.shape[$0] > 1 }
        var choices: [(kind: Kind, axes: [Int])] = [(.mean, [])]
        choices += axes.map { (.main, [$0]) }
        // With two dimensions a pair is the cell, which has its residual already.
        if axes.count > 2 {
            for (place, first) in axes.enumerated() {
                choices += axes[(place + 1)...].map { (.pair, [first, $0]) }
            }
        }
        var groups: [Group] = []
        for choice in choices {
            let start = groups.last?.effects.upperBound ?? 0
            let size = choice.axes.reduce(1) { $0 * grid.shape[$1] }
            groups.append(Group(kind: choice.kind, effects: start..<(start + size)))
        }
        self.groups = groups
        cellCount = grid.cellCount
        members = Self.members(grid.shape, choices.map(\.axes), groups)
    }

    private static func members(_ shape: [Int], _ choices: [[Int]], _ groups: [Group]) -> [Int32] {
        let cells = shape.reduce(1, *)
        let strides = shape.indices.map { shape[($0 + 1)...].reduce(1, *) }
        var members = [Int32](repeating: 0, count: cells * groups.count)
        for cell in 0..<cells {
            for (number, axes) in choices.enumerated() {
                let index = axes.reduce(0) { $0 * shape[$1] + cell / strides[$1] % shape[$1] }
                members[cell * groups.count + number] = Int32(groups[number].effects.lowerBound + index)
            }
        }
        return members
    }
}
