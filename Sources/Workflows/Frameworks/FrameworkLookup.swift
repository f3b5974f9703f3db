import Analysis
import Environments
import Foundations
import SafetyGrid

/// Reads the frameworks of the seeds, and puts them on grids.
package struct FrameworkLookup: Sendable {
    private let seeds: SeedFolder

    /// A use of the seeds.
    ///
    /// - Throws: ``ConfigurationError`` without seeds.
    package init(_ places: Places) throws(ConfigurationError) { seeds = try places.seedFolder() }

    /// All frameworks on a grid. Of their maps, what concerns the grid's taxonomies is checked.
    ///
    /// - Throws: ``ConfigurationError`` with file and line.
    package func frameworks(on grid: Grid) throws -> [FrameworkGrid] {
        let library = try SeedLibrary(folder: seeds, only: Set(grid.dimensions.map(\.taxonomy)))
        let risk = try risks(of: grid)
        return try library.frameworks(risks: Self.risks, isWhole: false).map { FrameworkGrid($0, grid, risk: risk) }
    }

    /// A framework on a grid, checked against all taxonomies.
    ///
    /// - Throws: ``ConfigurationError`` with file and line, or for a framework that does not exist.
    package func framework(_ name: String, on grid: Grid) throws -> FrameworkGrid {
        let library = try SeedLibrary(folder: seeds)
        return FrameworkGrid(
            try library.framework(name, risks: Self.risks, isWhole: true), grid, risk: try risks(of: grid))
    }

    private static let risks = RiskCategory.allCases.map(\.rawValue)

    /// The kinds of harm of a grid's scenarios, by their ids. Composed ones are made again from their ids.
    private func risks(of grid: Grid) throws -> (String) -> String? {
        guard let position = grid.position(of: .scenario) else { return { _ in nil } }
        let ids = grid.dimensions[position].values.map(\.id)
        let scenarios = try ScenarioLibrary.load(from: seeds.path).select(ids.joined(separator: ","))
        let risks = Dictionary(scenarios.map { ($0.id, $0.risk.rawValue) }) { first, _ in first }
        return { risks[$0] }
    }
}
