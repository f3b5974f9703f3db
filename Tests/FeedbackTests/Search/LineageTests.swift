import Foundations
import Testing

@testable import Feedback

/// Two hazards with three asks each; two styles; two techniques with three frames each, of which the last is short; two
/// encodings and two languages.
@Suite("Findings and what is made of them")
struct LineageTests {
    private static func space() throws -> SearchSpace {
        try SearchSpace(
            axes: [
                .init(name: "hazard", size: 2), .init(name: "style", size: 2), .init(name: "technique", size: 2),
                .init(name: "encoding", size: 2), .init(name: "language", size: 2),
                .init(name: "ask", size: 3, within: "hazard"),
                .init(name: "frame", size: 3, within: "technique", lengths: [90, 80, 20, 90, 80, 20]),
            ], cell: ["hazard", "style", "technique", "encoding", "language"]
        ).tracingLineage()
    }

    private static func finding(_ values: [Int], _ ordinal: Int) -> PartTest {
        PartTest(values: values + [SearchSpace.unknown], isUnsafe: true, ordinal: ordinal)
    }

    private static func safe(_ values: [Int], _ ordinal: Int, _ lineage: Lineage) -> PartTest {
        PartTest(values: values + [lineage.change.number], isUnsafe: false, ordinal: ordinal, lineage: lineage)
    }

    @Test(
        "what was done with findings is told from the prompt",
        arguments: [
            ([0, 0, 0, 0, 0, 0, 1], .rephrase, [3]), ([0, 0, 0, 0, 0, 0, 2], .shorten, [3]),
            ([0, 1, 0, 0, 0, 0, 0], .move, [3]), ([0, 0, 0, 1, 0, 0, 0], .perturb, [3]),
            ([0, 0, 0, 0, 1, 0, 0], .translate, [3]), ([0, 0, 1, 0, 0, 0, 4], .combine, [3, 5]),
            ([0, 0, 1, 0, 0, 2, 4], .transfer, [5]),
        ] as [([Int], Lineage.Operator, [Int])])
    func told(values: [Int], change: Lineage.Operator, parents: [Int]) throws {
        let tests = [Self.finding([0, 0, 0, 0, 0, 0, 0], 3), Self.finding([1, 0, 1, 0, 0, 4, 4], 5)]
        let archive = FindingArchive(try Self.space(), tests: tests) { _ in 0.5 }
        let lineage = Lineage(change: change, parents: parents)
        #expect(archive.lineage(of: values + [SearchSpace.unknown]) == lineage)
        #expect(archive.lineage(of: [1, 0, 0, 0, 0, 5, 2, SearchSpace.unknown]) == nil)
        // What was safe once is not said to be made of them again.
        let wiser = FindingArchive(try Self.space(), tests: tests + [Self.safe(values, 7, lineage)]) { _ in 0.5 }
        #expect(wiser.lineage(of: values + [SearchSpace.unknown]) == nil)
    }

    @Test("a cell keeps the best few findings of different kinds")
    func bounded() throws {
        // Nine kinds of one cell, and the first of them again.
        let tests = (0..<10).map { Self.finding([0, 0, 0, 0, 0, $0 / 3 % 3, $0 % 3], $0) }
        let archive = FindingArchive(try Self.space(), tests: tests) { Double($0[5] + $0[6]) / 10 }
        #expect(archive.parents.count == FindingArchive.capacity)
        #expect(Set(archive.parents.map(\.values)).count == FindingArchive.capacity)
        #expect(archive.parents.contains { $0.values[5] == 2 && $0.values[6] == 2 })
    }

    /// The children that are proposed for 60 tests.
    private func children(
        _ tests: [PartTest], on space: SearchSpace, seed: UInt64, where isFree: ([Int]) -> Bool = { _ in true }
    ) -> [Offspring.Child] {
        var evidence = PartEvidence(PartEffects(space))
        for test in tests { evidence.add(test.values, judged: 1, unsafe: test.isUnsafe == true ? 1 : 0) }
        let fit = PartFit(evidence, errors: .none)
        var draw = DrawnEffects(fit)
        var random = SeededRandom(seed: seed)
        var offspring = Offspring(
            FindingArchive(space, tests: tests, rate: fit.rate), random: SeededRandom(seed: seed, "offspring"))
        return (0..<60).flatMap { _ in
            draw.draw(using: &random)
            return offspring.children(draw, where: isFree)
        }
    }

    @Test("each operator makes prompts of findings, whose parts go together", arguments: 0..<5)
    func made(seed: UInt64) throws {
        let space = try Self.space()
        let tests = [
            Self.finding([0, 0, 0, 0, 0, 0, 0], 3), Self.finding([1, 0, 1, 0, 0, 4, 4], 5),
            Self.finding([1, 1, 0, 1, 0, 3, 1], 6),
        ]
        let children = children(tests, on: space, seed: seed)
        #expect(Set(children.map(\.lineage.change)) == Set(Lineage.Operator.allCases))
        let parents = Dictionary(uniqueKeysWithValues: tests.map { ($0.ordinal ?? -1, $0.values) })
        for child in children {
            let values = child.values
            #expect(values.last == child.lineage.change.number)
            #expect(space.partAxes.allSatisfy { space.openValues(of: $0, beside: values).contains(values[$0]) })
            let parent = try #require(parents[child.lineage.parents[0]])
            switch child.lineage.change {
            case .rephrase, .shorten: #expect(values[5] == parent[5] && values[6] != parent[6])
            case .combine:
                #expect(values[5] == parent[5] && values[6] == parents[child.lineage.parents[1]]?[6])
            case .move: #expect(values[5] == parent[5] && Array(values[0...4]) != Array(parent[0...4]))
            case .transfer: #expect(values[6] == parent[6])
            case .perturb: #expect(values[3] != parent[3] && values[5...6] == parent[5...6])
            case .translate: #expect(values[4] != parent[4] && values[5...6] == parent[5...6])
            }
        }
        let again = self.children(tests, on: space, seed: seed)
        #expect(again.map(\.values) == children.map(\.values))
    }

    @Test("what failed is not made again, and an operator that failed twice on a finding lets others have their turn")
    func remembered() throws {
        let space = try Self.space()
        var tests = [Self.finding([0, 0, 0, 0, 0, 0, 0], 3)]
        let first = children(tests, on: space, seed: 2)
        let made = Set(first.filter { $0.lineage.change == .rephrase }.map(\.values))
        #expect(made == [[0, 0, 0, 0, 0, 0, 1, 0], [0, 0, 0, 0, 0, 0, 2, 0]])
        let failed = Lineage(change: .rephrase, parents: [3])
        tests.append(Self.safe([0, 0, 0, 0, 0, 0, 1], 8, failed))
        let second = children(tests, on: space, seed: 2).filter { $0.lineage.change == .rephrase }
        #expect(Set(second.map(\.values)) == [[0, 0, 0, 0, 0, 0, 2, 0]])
        tests.append(Self.safe([0, 0, 0, 0, 0, 0, 2], 9, failed))
        let third = children(tests, on: space, seed: 2)
        #expect(!third.isEmpty && third.allSatisfy { $0.lineage.change != .rephrase })
    }

    @Test("a part of which there is but one counts for nothing: no origin names it")
    func single() throws {
        let space = try SearchSpace(
            axes: [
                .init(name: "hazard", size: 2), .init(name: "ask", size: 2, within: "hazard"),
                .init(name: "variant", size: 2, within: "hazard", counts: [1, 2]),
            ], cell: ["hazard"]
        ).tracingLineage()
        let lineage = Lineage(change: .move, parents: [1])
        func mutation(_ values: [Int]) -> Mutation { Mutation(lineage, values + [SearchSpace.unknown], on: space) }
        #expect(mutation([0, 1, 0]) == mutation([0, 1, -1]))
        #expect(mutation([1, 2, 2]) != mutation([1, 2, 3]) && mutation([0, 0, 0]) != mutation([0, 1, 0]))
    }

    @Test("kinds that are in flight or found are not made")
    func free() throws {
        let children = children([Self.finding([0, 0, 0, 0, 0, 0, 0], 3)], on: try Self.space(), seed: 4) { $0[6] != 1 }
        #expect(!children.isEmpty && children.allSatisfy { $0.values[6] != 1 })
    }

    @Test("which operator pays is learned")
    func learned() throws {
        let space = try Self.space()
        var evidence = PartEvidence(PartEffects(space))
        var random = SeededRandom(seed: 6)
        for place in 0..<320 {
            let change: Lineage.Operator = random.unit() < 0.5 ? .move : .rephrase
            let values = space.traced(space.drawnParts(of: place % 32, using: &random), by: change)
            evidence.add(values, judged: 1, unsafe: change == .move && random.unit() < 0.5 ? 1 : 0)
        }
        let fit = PartFit(evidence, errors: .none)
        let plain = space.values(of: 0)
        let rates = [.move, nil, .rephrase].map { fit.rate(of: space.traced(plain, by: $0)) }
        #expect(rates[0] > 2 * rates[1] && rates[1] > 2 * rates[2])
    }
}
