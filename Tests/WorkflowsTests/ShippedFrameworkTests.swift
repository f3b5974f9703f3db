import Analysis
import Environments
import Feedback
import Foundations
import Records
import Reporting
import SafetyGrid
import TestSupport
import Testing

@testable import Workflows

@Suite("The frameworks that come with it")
struct ShippedFrameworkTests {
    private static let library = ShippedSeeds.library
    private static let risks = RiskCategory.allCases.map(\.rawValue)
    private let places = Places(seeds: ProjectSeeds.path, output: "", coverage: "", reference: nil)

    private static func frameworks() throws -> [Framework] {
        try library.get().frameworks(risks: risks, isWhole: true)
    }

    @Test("the names that commands accept are there, with the numbers of items that the sources have")
    func names() throws {
        let counts = Dictionary(uniqueKeysWithValues: try Self.frameworks().map { ($0.id, $0.items.count) })
        #expect(counts["owasp-llm-2025"] == 10 && counts["nist-ai-600-1"] == 12)
        #expect(counts["owasp-agentic-threats-1.0"] == 15 && counts["owasp-agentic-2026"] == 10)
        #expect(counts["mitre-atlas"] != nil && counts["eu-ai-act"] != nil)
    }

    @Test("every framework says of every hazard of every taxonomy where it leads, if only nowhere")
    func complete() throws {
        let library = try Self.library.get()
        for framework in try Self.frameworks() {
            for taxonomy in library.taxonomies where taxonomy.dimension == .hazard {
                for value in taxonomy.values + taxonomy.optionalValues {
                    #expect(
                        framework.links(of: value.id, in: taxonomy.id, .hazard) != nil,
                        "\(framework.id): \(taxonomy.id) \(value.id)")
                }
            }
        }
    }

    @Test(
        "every hazard leads to a risk of NIST AI 600-1, and every kind of harm of scenarios to excessive agency or misinformation"
    )
    func meaning() throws {
        let frameworks = try Self.frameworks()
        let nist = try #require(frameworks.first { $0.id == "nist-ai-600-1" })
        for taxonomy in try Self.library.get().taxonomies where taxonomy.dimension == .hazard {
            for value in taxonomy.values {
                let links = try #require(nist.links(of: value.id, in: taxonomy.id, .hazard))
                #expect(!links.isEmpty, "\(taxonomy.id) \(value.id)")
            }
        }
        let owasp = try #require(frameworks.first { $0.id == "owasp-llm-2025" })
        for risk in Self.risks {
            let ids = try #require(owasp.links(of: risk, in: Framework.risks, .scenario))
                .filter(\.isDirect).map { owasp.items[$0.item].id }
            #expect(ids.contains("LLM06:2025") || ids.contains("LLM09:2025"))
        }
    }

    @Test("a run of ASTRAL's grid covers what its hazards lead to; injection and supply chain are holes, and say why")
    func holes() throws {
        let library = try Self.library.get()
        let grid = try library.grid()
        var matrix = CoverageMatrix(grid: grid)
        for cell in 0..<grid.cellCount { matrix.add(cell: cell, judged: 2, findings: cell % 2) }
        let view = try FrameworkLookup(places).framework("owasp-llm-2025", on: grid)
        let coverage = FrameworkCoverage(view, matrix)
        let states = Dictionary(uniqueKeysWithValues: coverage.rows.map { ($0.item.id, $0.state) })
        #expect(states["LLM02:2025"] == .tested && states["LLM03:2025"] == .notTestable)
        #expect(states["LLM01:2025"] == .related && states["LLM06:2025"] == .noTest)
        let privacy = try #require(coverage.rows.first { $0.item.id == "LLM02:2025" })
        // One hazard of fourteen: 30 cells with two tests.
        #expect(privacy.direct.judged == 60 && privacy.direct.findings == 15)
        let agency = try #require(coverage.rows.first { $0.item.id == "LLM06:2025" })
        #expect(agency.advice?.hasPrefix("covered by scenario availability") == true)
        let table = FrameworkTexts.table(
            coverage, run: RunRecord(id: "r", startedAt: 1, request: RunRequest(budget: 1), grid: grid, simulated: true)
        )
        #expect(table.contains("no test") && table.contains("not by tests"))
        let lines = table.split(separator: "\n")
        #expect(lines.dropFirst(2).allSatisfy { $0.count <= 80 })
        let words = table.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(coverage.rows.allSatisfy { words.contains($0.item.title) })
        #expect(table.contains("LLM03:2025: Where models, data and packages come from"))
    }

    @Test("a run of scenarios is looked up by their kinds of harm")
    func scenarios() throws {
        let ids = try ScenarioLibrary.load(from: ProjectSeeds.path).select("bank").map(\.id)
        let grid = try Grid(dimensions: [
            Dimension(
                id: .scenario, taxonomy: "scenarios",
                values: ids.map { DimensionValue(id: $0, title: $0, definition: "", source: "") })
        ])
        let views = try FrameworkLookup(places).frameworks(on: grid)
        #expect(views.count == 6 && views.allSatisfy { !$0.isUnmapped })
        for view in views {
            #expect((0..<grid.cellCount).allSatisfy { !view.links(of: $0).isEmpty }, "\(view.framework.id)")
        }
    }

    @Test("a name that stands for nothing is an error with what does")
    func unknown() throws {
        let library = try Self.library.get()
        let error = #expect(throws: ConfigurationError.self) { try CoverageView("owasp-llm-2024", library) }
        let text = "\(try #require(error))"
        #expect(text.contains("unknown framework or taxonomy 'owasp-llm-2024'") && text.contains("owasp-llm-2025"))
        #expect(text.contains("air-2024") && text.contains("risks"))
        #expect(try CoverageView("eu-ai-act", library) == .framework("eu-ai-act"))
        #expect(try CoverageView("air-2024/2", library) == .taxonomy("air-2024/2"))
        #expect(try CoverageView("risks", library) == .risks)
    }
}
