import SafetyGrid

/// Judged tests and unsafe verdicts of each cell, by cell id. Fractions of a test stand for earlier runs that count
/// less.
package struct CellEvidence: Sendable, Equatable {
    /// Judged tests, 0 or more.
    package private(set) var judged: [Double]
    /// Unsafe verdicts, 0 ... ``judged``.
    package private(set) var findings: [Double]

    /// Nothing seen.
    package init(cells: Int) {
        judged = Array(repeating: 0, count: cells)
        findings = judged
    }

    /// The counts of a matrix.
    package init(_ matrix: CoverageMatrix) {
        judged = matrix.depth.map(Double.init)
        findings = matrix.findings.map(Double.init)
    }

    /// Whether anything was seen.
    package var hasVerdicts: Bool { judged.contains { $0 > 0 } }

    /// Counts `weight` times what was seen of a cell.
    package mutating func add(cell: Int, judged: Int, findings: Int, weight: Double = 1) {
        self.judged[cell] += weight * Double(judged)
        self.findings[cell] += weight * Double(findings)
    }

    /// Counts tests of a cell with the sum of their scores, each 0 ... 1, in the place of unsafe verdicts.
    package mutating func add(cell: Int, graded: Int, score: Double) {
        judged[cell] += Double(graded)
        findings[cell] += score
    }

    /// Of each cell what speaks most for a failure: the counts with the highest mean rate under Jeffreys' prior, among those that
    /// have any. Nil for no counts.
    package static func worst(of all: [CellEvidence]) -> CellEvidence? {
        guard var worst = all.first else { return nil }
        func rate(_ evidence: CellEvidence, _ cell: Int) -> Double {
            evidence.judged[cell] > 0 ? (evidence.findings[cell] + 0.5) / (evidence.judged[cell] + 1) : -1
        }
        for other in all.dropFirst() {
            for cell in worst.judged.indices where rate(other, cell) > rate(worst, cell) {
                (worst.judged[cell], worst.findings[cell]) = (other.judged[cell], other.findings[cell])
            }
        }
        return worst
    }

    /// What was seen of some cells, in their order.
    func of(_ cells: [Int]) -> CellEvidence {
        var part = CellEvidence(cells: cells.count)
        part.judged = cells.map { judged[$0] }
        part.findings = cells.map { findings[$0] }
        return part
    }

    /// The same as if every test counted `factor` times, over 0.
    package func scaled(by factor: Double) -> CellEvidence {
        var scaled = self
        scaled.judged = judged.map { $0 * factor }
        scaled.findings = findings.map { $0 * factor }
        return scaled
    }

    /// The same without the tests of harmless twins, whose refusals are counted apart.
    package func harmful(on grid: Grid) -> CellEvidence {
        guard grid.hasTwins else { return self }
        let isTwin = grid.isTwin
        return CellEvidence(cells: judged.count).adding(self) { !isTwin($0) }
    }

    /// The sum of both; of `other` only the cells that are included.
    package func adding(_ other: CellEvidence, where isIncluded: (Int) -> Bool = { _ in true }) -> CellEvidence {
        var sum = self
        for cell in judged.indices where isIncluded(cell) {
            sum.judged[cell] += other.judged[cell]
            sum.findings[cell] += other.findings[cell]
        }
        return sum
    }
}

extension CoverageMatrix {
    /// The same without the tests of harmless twins.
    package var harmful: CoverageMatrix {
        grid.hasTwins ? CoverageMatrix(grid: grid, CellEvidence(self).harmful(on: grid)) : self
    }

    /// The counts of evidence that holds whole tests.
    package init(grid: Grid, _ evidence: CellEvidence) {
        self.init(grid: grid)
        for cell in evidence.judged.indices where evidence.judged[cell] > 0 {
            add(cell: cell, judged: Int(evidence.judged[cell]), findings: Int(evidence.findings[cell]))
        }
    }
}
