import Foundations
import Records
import SafetyGrid
import Testing

@testable import ChatModels

@Suite struct PriceListTests {
    private static let text = """
        date: "2026-01-01"
        source: nowhere
        prices:
          a/*: {input: 1, output: 2}
          a/long*: {input: 10, output: 20}
          a/long: {input: 100, output: 200}
        """

    @Test(
        arguments: [
            ("a/other", 3.0), ("a/longer", 30.0), ("a/long", 300.0), ("b/x", nil), ("a", nil),
        ] as [(String, Double?)])
    func longestPatternCounts(model: String, expected: Double?) throws {
        let list = try PriceList(text: Self.text, file: "p.yaml")
        #expect(list.cost(of: TokenUsage(input: 1_000_000, output: 1_000_000), model: model) == expected)
    }

    @Test(arguments: [
        ("date: x\nsource: y\n", "missing"), ("date: x\nsource: y\nprices: {a/b: {input: -1, output: 1}}", "negative"),
        ("date: x\nsource: y\nprices: {a/b: {input: 1}}", "output"), ("date: x\nsource: y\nprice: {}", "unknown key"),
    ])
    func faultsNameThePlace(text: String, part: String) {
        let error = #expect(throws: ConfigurationError.self) { try PriceList(text: text, file: "p.yaml") }
        #expect(error?.description.contains("p.yaml") == true)
        #expect(error?.description.contains(part) == true)
    }

    @Test func theProjectsOwnListIsReadable() throws {
        let list = try PriceList(seeds: TestSeeds.path)
        #expect(list.cost(of: TokenUsage(input: 5, output: 5), model: "simulated/default") == 0)
        #expect(list.cost(of: TokenUsage(input: 1_000_000, output: 0), model: "openai/gpt-4o-mini-2024-07-18") == 0.15)
        #expect(list.cost(of: TokenUsage(input: 1, output: 1), model: "openai/unheard-of") == nil)
        #expect(!list.date.isEmpty && !list.source.isEmpty)
    }
}
