import SafetyGrid

/// How often each cell was judged, and with what result; coverage of every strength follows from it.
///
/// ```swift
/// var coverage = CoverageMatrix(grid: grid)
/// coverage.add(cell: 17, unsafe: true)
/// coverage.share(strength: 2)      // covered share of all pairs, 0 ... 1
/// ```
package struct CoverageMatrix: Sendable {
    /// The grid that is covered.
    package let grid: Grid
    /// Judged tests of each cell, by cell id.
    package private(set) var depth: [Int]
    /// Unsafe verdicts of each cell, by cell id.
    package private(set) var findings: [Int]

    /// A matrix without any test.
    package init(grid: Grid) {
        self.grid = grid
        depth = Array(repeating: 0, count: grid.cellCount)
        findings = depth
    }

    /// Counts a judged test.
    package mutating func add(cell: Int, unsafe: Bool) {
        add(cell: cell, judged: 1, findings: unsafe ? 1 : 0)
    }

    /// Counts several judged tests of one cell.
    package mutating func add(cell: Int, judged: Int, findings: Int) {
        depth[cell] += judged
        self.findings[cell] += findings
    }

    /// Cells with at least `k` judged tests.
    package func cellsCovered(depth k: Int = 1) -> Int {
        depth.count { $0 >= k }
    }

    /// Judged tests and findings of every combination of strength `strength`.
    package func combinations(strength: Int) -> CombinationCounts {
        CombinationCounts(self, strength: strength)
    }

    /// Share of the combinations of a strength that have at least `k` judged tests.
    ///
    /// - Parameters:
    ///   - strength: t, 1 ... number of dimensions
    ///   - k: depth, 1 or more
    /// - Returns: the share, 0 ... 1
    package func share(strength: Int, depth k: Int = 1) -> Double {
        let counts = combinations(strength: strength)
        return Double(counts.judged.count { $0 >= k }) / Double(counts.space.count)
    }

    /// ``share(strength:depth:)`` of every strength, under the keys `"1"`, `"2"`, … that summaries use.
    package var shares: [String: Double] {
        var shares: [String: Double] = [:]
        for strength in 1...grid.dimensions.count { shares["\(strength)"] = share(strength: strength) }
        return shares
    }
}

/// Judged tests and findings of every t-way combination of a grid.
package struct CombinationCounts: Sendable {
    /// The combinations and their numbers.
    package let space: CombinationSpace
    /// Judged tests, by number of the combination.
    package let judged: [Int]
    /// Unsafe verdicts, by number of the combination.
    package let findings: [Int]

    /// Sums a matrix over the cells that contain each combination.
    package init(_ matrix: CoverageMatrix, strength: Int) {
        let space = CombinationSpace(matrix.grid, strength: strength)
        var judged = [Int](repeating: 0, count: space.count)
        var findings = judged
        for id in matrix.depth.indices where matrix.depth[id] > 0 {
            for combination in space.combinations(in: matrix.grid.cell(id)) {
                judged[combination] += matrix.depth[id]
                findings[combination] += matrix.findings[id]
            }
        }
        self.space = space
        self.judged = judged
        self.findings = findings
    }

    /// Combinations with fewer than `k` judged tests: the coverage holes, in order of their numbers.
    package func holes(depth k: Int = 1) -> [Int] {
        judged.indices.filter { judged[$0] < k }
    }
}
