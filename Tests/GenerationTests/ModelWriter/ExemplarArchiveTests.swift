import Foundations
import SafetyGrid
import TestSupport
import Testing

@testable import Generation

@Suite("Exemplar archive")
struct ExemplarArchiveTests {
    let grid: Grid

    init() throws {
        grid = try Grid.sample(3, 2)
    }

    private func finding(_ ordinal: Int, _ prompt: String, cell: Int = 0, _ effectiveness: Double? = 0.5) -> Exemplar {
        Exemplar(run: nil, ordinal: ordinal, cell: cell, prompt: prompt, effectiveness: effectiveness)
    }

    private func kept(_ findings: [Exemplar], capacity: Int = 2, cell: Int = 0) -> [Int] {
        var archive = ExemplarArchive(grid: grid, capacity: capacity)
        for finding in findings { archive.insert(finding) }
        return archive.exemplars(for: cell, limit: 10).map(\.ordinal)
    }

    @Test("a more effective finding replaces the least effective one")
    func effective() {
        #expect(
            kept([finding(0, "red apple", 0.4), finding(1, "blue sky", 0.6), finding(2, "green door", 0.9)]) == [2, 1])
        #expect(
            kept([finding(0, "red apple", 0.8), finding(1, "blue sky", 0.6), finding(2, "green door", 0.3)]) == [0, 1])
    }

    @Test("of findings that are equally effective, one that differs more is kept")
    func novel() {
        let alike = [finding(0, "one two three four"), finding(1, "one two three five")]
        #expect(kept(alike + [finding(2, "something else altogether here")]) == [0, 2])
        #expect(kept(alike + [finding(2, "one two three six")]) == [0, 1])
    }

    @Test("findings that are nearly the same share a place, which the more effective one has")
    func near() {
        let words = "a b c d e f g h i j"
        #expect(
            kept([finding(0, words, 0.5), finding(1, "\(words) k", 0.7), finding(2, "other words", 0.1)]) == [1, 2])
        #expect(kept([finding(0, words, 0.5), finding(1, "\(words) k", 0.5)]) == [0])
    }

    @Test("a cell sees its own findings first, then those that differ in one value, and no others")
    func neighbours() {
        // Cells of 3 x 2: 0 is (0, 0), 1 is (0, 1), 2 is (1, 0), 3 is (1, 1), 5 is (2, 1).
        let findings = [
            finding(10, "in cell zero", cell: 0, 0.1), finding(11, "of cell one", cell: 1, 0.5),
            finding(12, "by cell two", cell: 2, 0.9), finding(13, "at cell three", cell: 3, 1),
        ]
        #expect(kept(findings, cell: 0) == [10, 12, 11])
        #expect(kept(findings, cell: 5) == [13, 11])
        var archive = ExemplarArchive(grid: grid)
        for finding in findings { archive.insert(finding) }
        #expect(archive.exemplars(for: 0, limit: 2).map(\.ordinal) == [10, 12])
        #expect(archive.exemplars(for: 0, limit: 0).isEmpty)
    }

    @Test("an archive keeps to its capacity, and does not depend on anything but the findings", arguments: 0..<20)
    func bounded(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed), "archive")
        let words = ["ash", "bay", "cob", "dew", "elm", "fir", "gum", "hay"]
        let findings = (0..<200).map { ordinal in
            finding(
                ordinal, (0..<6).map { _ in words.randomElement(using: &random) ?? "" }.joined(separator: " "),
                cell: Int.random(in: 0..<6, using: &random), random.unit())
        }
        var archive = ExemplarArchive(grid: grid, capacity: 3)
        for finding in findings { archive.insert(finding) }
        for cell in 0..<6 {
            let own = archive.exemplars(for: cell, limit: 100).filter { $0.cell == cell }
            #expect(own.count <= 3 && !own.isEmpty)
            // Nothing that was given up beats all that was kept in effectiveness, unless it nearly repeats something.
            #expect(own.map(\.effectiveness) == own.map(\.effectiveness).sorted(by: >))
        }
        var again = ExemplarArchive(grid: grid, capacity: 3)
        for finding in findings { again.insert(finding) }
        #expect((0..<6).allSatisfy { again.exemplars(for: $0, limit: 9) == archive.exemplars(for: $0, limit: 9) })
    }

    @Test("a verdict without confidence counts as one in two, and none lies outside 0 to 1")
    func confidence() {
        #expect(finding(0, "x", nil).effectiveness == 0.5)
        #expect(finding(0, "x", 7).effectiveness == 1)
        #expect(finding(0, "x", -1).effectiveness == 0)
    }
}
