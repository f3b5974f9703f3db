import Testing

@testable import Feedback

@Suite("What earlier runs of several targets say")
struct WorstEvidenceTests {
    private func evidence(_ counts: [(judged: Int, findings: Int)]) -> CellEvidence {
        var evidence = CellEvidence(cells: counts.count)
        for (cell, count) in counts.enumerated() {
            evidence.add(cell: cell, judged: count.judged, findings: count.findings)
        }
        return evidence
    }

    @Test("each cell has the counts of the target that fails it most, whatever their order")
    func worst() {
        let one = evidence([(10, 0), (4, 2), (0, 0), (0, 0)])
        let other = evidence([(2, 1), (40, 4), (3, 0), (0, 0)])
        let expected = evidence([(2, 1), (4, 2), (3, 0), (0, 0)])
        #expect(CellEvidence.worst(of: [one, other]) == expected && CellEvidence.worst(of: [other, one]) == expected)
        #expect(CellEvidence.worst(of: [one]) == one && CellEvidence.worst(of: []) == nil)
    }
}
