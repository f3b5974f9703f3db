import Environments
import Feedback
import Foundations
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Workflows

@Suite("Coverage by risk, attack and channel")
struct RiskCoverageTests {
    private let places = Places(seeds: ProjectSeeds.path, output: "", coverage: "", reference: nil)

    private func run(_ names: String, strategies: [String], injections: [String]) throws -> (RunRecord, ScenarioGrid) {
        let library = try ScenarioLibrary.load(from: ProjectSeeds.path)
        func values(_ ids: [String]) -> [DimensionValue] {
            ids.map { DimensionValue(id: $0, title: $0, definition: "", source: "") }
        }
        let grid = try Grid(dimensions: [
            Dimension(id: .scenario, taxonomy: "s", values: values(library.select(names).map(\.id))),
            Dimension(id: .strategy, taxonomy: "s", values: values(strategies)),
            Dimension(id: .injection, taxonomy: "s", values: values(injections)),
        ])
        let run = RunRecord(id: "r", startedAt: 1, request: RunRequest(budget: 1), grid: grid, simulated: true)
        return (run, try #require(try ScenarioGrid(grid, library: library)))
    }

    @Test("a judged test covers its kind of harm with its attack and its channels, and nothing else")
    func counts() throws {
        let (run, scenarios) = try run(
            "bank", strategies: ["direct", "persistence"], injections: ["none", "document"])
        var evidence = CellEvidence(cells: run.grid.cellCount)
        let cell = try #require(
            run.grid.cell(named: [
                "scenario": "bank-rent-changed-account", "strategy": "persistence", "injection": "document",
            ])
        ).id
        evidence.add(cell: cell, judged: 2, findings: 1)
        let coverage = try RiskCoverage.of(evidence, run, places: places)
        #expect(coverage.prompts == 2)
        #expect(coverage.grid.shape == [8, 2, 6])
        #expect(coverage.counts(strength: 3).filter { $0 > 0 } == [2])
        let risk = scenarios.scenario(of: cell).risk.rawValue
        let covered = try #require(
            coverage.grid.cell(named: ["risk": risk, "attack": "persistence", "channel": "document"]))
        let space = coverage.space(strength: 3)
        #expect(coverage.counts(strength: 3)[space.combination(subset: 0, in: covered)] == 2)
        #expect(coverage.holes(strength: 3).count == 8 * 2 * 6 - 1)
    }

    @Test("composed scenarios bring their own channels along, and many cover every pair of risk and channel")
    func composed() throws {
        let (run, _) = try run("composed:600", strategies: ["direct"], injections: ["none"])
        var evidence = CellEvidence(cells: run.grid.cellCount)
        for cell in 0..<run.grid.cellCount { evidence.add(cell: cell, judged: 1, findings: 0) }
        let coverage = try RiskCoverage.of(evidence, run, places: places)
        #expect(coverage.placed.allSatisfy { $0 == coverage.prompts })
        #expect(coverage.holes(strength: 1).isEmpty)
        #expect(coverage.holes(strength: 3).count < 5)
    }

    @Test("a grid of hazards is no place for it")
    func hazards() throws {
        let run = RunRecord(
            id: "r", startedAt: 1, request: RunRequest(budget: 1), grid: try Sample.smallGrid(), simulated: true)
        let error = try #require(throws: UsageError.self) {
            try RiskCoverage.of(CellEvidence(cells: run.grid.cellCount), run, places: places)
        }
        #expect("\(error)".contains("--in risks is for runs of scenarios"))
    }
}
