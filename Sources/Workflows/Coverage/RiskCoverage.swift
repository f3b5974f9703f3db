import Environments
import Feedback
import Records
import SafetyGrid

/// The coverage of a run's scenarios by kind of harm, attack and channel.
///
/// The attack is the strategy of the user's side. The channel is the place from which the harmful request comes: that of the
/// foreign text which is tried, those of a composed scenario, or none where the user asks for it.
package enum RiskCoverage {
    /// What `--in` calls it.
    package static let name = "risks"

    /// Whether a run is one of scenarios.
    package static func applies(to run: RunRecord) -> Bool { run.grid.position(of: .scenario) != nil }

    /// Counts the judged tests.
    ///
    /// - Parameters:
    ///   - evidence: the verdicts of the runs
    ///   - run: the newest of them, whose grid counts
    ///   - places: where the scenarios are
    /// - Throws: ``ConfigurationError`` for seeds that can't be read; ``UsageError`` for a grid without scenarios.
    package static func of(_ evidence: CellEvidence, _ run: RunRecord, places: Places) throws -> LabelCoverage {
        let library = try ScenarioLibrary.load(from: places.seedFolder().path)
        guard
            let scenarios = try ScenarioGrid(
                run.grid, library: library, channels: run.request.conversation.channels)
        else {
            throw UsageError("--in \(name) is for runs of scenarios, and \(run.id) is none; see 'run --scenarios'")
        }
        var coverage = LabelCoverage(grid: try grid(run.grid))
        for cell in evidence.judged.indices {
            let strategy = run.grid.labels(of: cell)["strategy"] ?? "direct"
            let scenario = scenarios.scenario(of: cell)
            for channel in scenarios.channels(of: cell) {
                for _ in 0..<Int(evidence.judged[cell]) {
                    coverage.add(["risk": scenario.risk.rawValue, "attack": strategy, "channel": channel])
                }
            }
        }
        return coverage
    }

    private static func grid(_ grid: Grid) throws -> Grid {
        func dimension(_ id: DimensionID, _ values: [(id: String, title: String)]) -> Dimension {
            Dimension(
                id: id, taxonomy: name,
                values: values.map { DimensionValue(id: $0.id, title: $0.title, definition: "", source: "") })
        }
        let strategies = grid.position(of: .strategy).map { grid.dimensions[$0].values.map { ($0.id, $0.title) } }
        return try Grid(dimensions: [
            dimension("risk", RiskCategory.allCases.map { ($0.rawValue, $0.title) }),
            dimension("attack", strategies ?? [("direct", "Direct")]),
            dimension("channel", ScenarioGrid.channels.map { ($0, $0) }),
        ])
    }
}
