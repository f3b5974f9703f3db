import Foundations
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Feedback

@Suite("Parts by name")
struct NamedSpaceTests {
    /// Two hazards with three and one ask; two styles, of which the second has no variant; forms for two kinds of asks.
    private static func named() throws -> NamedSpace {
        try NamedSpace(
            grid(),
            PromptParts([
                .init(name: "ask", within: .hazard, values: [["a", "b", "c"], ["d"]]),
                .init(
                    name: "frame", values: [["f", "g"]], conditions: ["style": ["g": ["s0"]]]),
                .init(name: "style variant", within: .style, values: [["v", "w"], []]),
                .init(
                    name: "statement", values: [["m", "n"]],
                    conditions: ["ask": ["m": ["a", "d"], "n": ["b", "c"]]]),
            ]))
    }

    private static func value(_ id: String) -> DimensionValue {
        DimensionValue(id: id, title: id, definition: "", source: "")
    }

    @Test("values have the names of their ids, and an origin leads back to them")
    func roundTrip() throws {
        let named = try Self.named()
        var random = SeededRandom(seed: 1)
        for draw in 0..<200 {
            let values = named.space.drawnParts(of: draw % 4, using: &random)
            let names = named.names(of: values)
            let origin: [String: JSONValue] = [
                "generator": .string("template"), "ask": .string(names["ask"] ?? ""),
                "style": .string(names["style variant"] ?? ""),
                "frame": .string("other/0, \(names["frame"] ?? "")"), "statement": .string(names["statement"] ?? ""),
            ]
            var known = named.values(of: draw % 4, origin: origin)
            // A style without variants has nothing to name.
            if draw % 2 == 1 {
                #expect(names["style variant"] == nil && known[4] == SearchSpace.unknown)
                known[4] = values[4]
            }
            #expect(known == values)
        }
        #expect(named.values(of: 2, origin: ["ask": .string("a")]).suffix(4).allSatisfy { $0 == -1 })
    }

    @Test("what does not go together is neither drawn nor chosen", arguments: 0..<6)
    func conditions(seed: UInt64) throws {
        let named = try Self.named()
        var random = SeededRandom(seed: seed)
        var prompts = (0..<40).map { named.space.drawnParts(of: $0 % 4, using: &random) }
        let matrix = CoverageMatrix(grid: try Self.grid())
        let tests = prompts.map { PartTest(values: $0, isUnsafe: $0[3] == 1) }
        let history = AllocationHistory(verdicts: matrix, planned: 40, tests: tests)
        let chosen = SearchAllocator(space: named.space, seed: seed).select(30, round: 2, given: history)
        #expect(chosen.contains { $0.parts != nil })
        prompts += chosen.compactMap(\.parts)
        for values in prompts {
            let names = named.names(of: values)
            #expect(values[2] / 3 == values[0] && names["ask"] != nil && names["frame"] != nil)
            #expect(values[1] == 0 || names["frame"] == "f")
            #expect((names["statement"] == "m") == ["a", "d"].contains(names["ask"] ?? ""))
        }
    }

    /// Frame h goes with the second hazard in the first style alone, and fails there; what a cell promises has it in.
    @Test("a part that goes by two dimensions counts for the cells that have it")
    func twoDimensions() throws {
        let named = try NamedSpace(
            Self.grid(),
            PromptParts([
                .init(
                    name: "frame", values: [["f", "g", "h"]],
                    conditions: ["hazard": ["h": ["h1"]], "style": ["h": ["s0"], "g": ["s0"]]])
            ]))
        var evidence = PartEvidence(PartEffects(named.space))
        for cell in 0..<4 {
            for frame in named.space.openValues(of: 2, beside: named.space.values(of: cell)) {
                evidence.add(named.space.values(of: cell).dropLast() + [frame], judged: 20, unsafe: frame == 2 ? 20 : 0)
            }
        }
        #expect(evidence.count == 7)
        var drawn = DrawnEffects(PartFit(evidence, errors: .none))
        var random = SeededRandom(seed: 5)
        drawn.draw(using: &random)
        let best = (0..<4).map { drawn.prompt(of: $0, without: [])?.values[2] }
        #expect(best[2] == 2 && !best[0...1].contains(2) && best[1] == 0 && best[3] == 0)
        #expect((0..<4).allSatisfy { $0 == 2 || drawn.logit(of: $0) < drawn.logit(of: 2) - 2 })
    }

    private static func grid() throws -> Grid {
        try Grid(dimensions: [
            Dimension(id: "hazard", taxonomy: "t", values: ["h0", "h1"].map(value)),
            Dimension(id: "style", taxonomy: "t", values: ["s0", "s1"].map(value)),
        ])
    }

    @Test("tests of unknown parts count for the effects of their cells")
    func unknown() throws {
        let named = try Self.named()
        var evidence = PartEvidence(PartEffects(named.space))
        for _ in 0..<40 {
            evidence.add(named.space.values(of: 0), judged: 1, unsafe: 1)
            evidence.add(named.space.values(of: 3), judged: 1, unsafe: 0)
        }
        let fit = PartFit(evidence, errors: .none)
        #expect(fit.rate(of: named.space.values(of: 0)) > 0.5)
        #expect(fit.rate(of: named.space.values(of: 3)) < 0.05)
    }

    @Test("what a prompt was made of is read back from its origin")
    func lineage() throws {
        let named = try Self.named()
        let made: [String: JSONValue] = [
            "operator": .string("combine"),
            "exemplars": .array([.object(["test": .int(4)]), .object(["test": .int(9)])]),
        ]
        #expect(named.lineage(made) == Lineage(change: .combine, parents: [4, 9]))
        let elsewhere: JSONValue = .array([.object(["run": .string("r0"), "test": .int(4)])])
        for (key, value) in [("exemplars", elsewhere), ("exemplars", .array([])), ("operator", .string("shout"))] {
            #expect(named.lineage(made.merging([key: value]) { $1 }) == nil)
        }
        #expect(named.lineage([:]) == nil)
    }
}
