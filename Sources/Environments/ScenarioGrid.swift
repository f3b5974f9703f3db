import Foundations
import Records
import SafetyGrid

/// The scenarios of a grid's cells: a dimension `scenario`, and one `injection` where foreign text is tried.
package struct ScenarioGrid: Sendable {
    private let grid: Grid
    private let scenarios: [(scenario: Scenario, environment: ToolEnvironment)]
    private let scenarioAxis: GridAxis
    private let places: [String]
    private let injectionAxis: GridAxis?
    private let library: ScenarioLibrary

    /// The scenarios of a grid; nil for a grid without that dimension.
    ///
    /// - Parameter channels: how many places carry the request of a composed scenario at once, 1 or 2; nil for as many as the ids name
    /// - Throws: ``ConfigurationError`` for a scenario, an environment or a place that the library lacks.
    package init?(_ grid: Grid, library: ScenarioLibrary, channels: Int? = nil) throws(ConfigurationError) {
        guard let position = grid.position(of: .scenario) else { return nil }
        self.grid = grid
        self.library = library
        scenarioAxis = grid.axis(position)
        var scenarios: [(scenario: Scenario, environment: ToolEnvironment)] = []
        let ids = grid.dimensions[position].values.map(\.id)
        let known = Dictionary(
            try library.select(ids.joined(separator: ","), channels: channels).map { ($0.id, $0) }
        ) { first, _ in first }
        for id in ids {
            guard let scenario = known[id] else {
                throw .unknownID(kind: "scenario", id: id, known: known.keys.sorted())
            }
            scenarios.append((scenario, try library.environment(scenario.environment)))
        }
        self.scenarios = scenarios
        let injections = grid.position(of: .injection)
        injectionAxis = injections.map { grid.axis($0) }
        places = injections.map { grid.dimensions[$0].values.map(\.id) } ?? []
        for place in places { _ = try library.injection(place) }
    }

    /// The scenario of a cell.
    package func scenario(of cell: Int) -> Scenario { scenarios[scenarioAxis.index(of: cell)].scenario }

    /// Every channel by which a harmful request can come: `none` for the user, and the places of foreign text.
    package static let channels = [Self.noPlace] + InjectionPlace.allCases.map(\.rawValue)
    private static let noPlace = "none"

    /// The channels of a cell: the place that is tried, and those of a composed scenario.
    package func channels(of cell: Int) -> [String] {
        let own = scenario(of: cell).composition?.channels.map(\.rawValue) ?? []
        let tried = place(of: cell)
        let all = own + (tried == Self.noPlace || own.contains(tried) ? [] : [tried])
        return all.isEmpty ? [Self.noPlace] : all
    }

    private func place(of cell: Int) -> String {
        injectionAxis.map { places[$0.index(of: cell)] } ?? Self.noPlace
    }

    /// The scenario of a test at its beginning. Tests of one cell differ in the wording of the foreign text.
    package func session(of plan: PlannedTest) -> EnvironmentSession {
        let (scenario, environment) = scenarios[scenarioAxis.index(of: plan.cell)]
        let injection = (try? library.injection(place(of: plan.cell), variant: UInt64(plan.ordinal))) ?? .none
        return EnvironmentSession(scenario: scenario, in: environment, injection: injection)
    }
}
