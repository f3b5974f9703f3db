import Environments
import Execution
import Foundations
import Records
import SafetyGrid

/// The grid of a run: hazards with styles and techniques, or scenarios; each with strategies where they are asked for.
struct RunGrid {
    /// The grid.
    let grid: Grid

    /// Reads the seeds that the grid needs.
    ///
    /// - Parameter configs: imported safety configs, for a grid that has them
    /// - Throws: ``ConfigurationError`` for what does not exist; ``UsageError`` for axes beside scenarios.
    init(_ configuration: RunConfiguration, configs: Taxonomy? = nil) throws {
        if let scenarios = configuration.request.conversation.scenarios {
            grid = try Self.scenarios(scenarios, configuration)
        } else {
            grid = try Self.hazards(configuration, configs)
        }
    }

    private static func hazards(_ configuration: RunConfiguration, _ configs: Taxonomy?) throws -> Grid {
        var wanted = Set(configuration.axes.isEmpty ? ["astral"] : configuration.axes.map(\.taxonomy))
        let own = configuration.profile?.hazards(with: configuration.furtherHazards)
        for made in [configs, own].compactMap(\.self) { wanted.remove(made.id) }
        let some = try configuration.places.seedLibrary(only: wanted)
        let isThere = wanted.isSubset(of: some.taxonomies.map(\.id))
        // The error for an unknown one lists all known ones.
        var library = isThere ? some : try configuration.places.seedLibrary()
        for made in [configs, own].compactMap(\.self) { library = library.adding(made) }
        return try library.grid(axes: configuration.axes, selection: configuration.selection)
    }

    private static func scenarios(_ names: String, _ configuration: RunConfiguration) throws -> Grid {
        let seeds = try configuration.places.seedFolder()
        let library = try ScenarioLibrary.load(from: seeds.path)
        let values = try library.select(names, channels: configuration.request.conversation.channels).map { scenario in
            DimensionValue(
                id: scenario.id, title: scenario.title,
                definition: "A task in the environment \(scenario.environment).",
                source: "Sextant",
                parent: scenario.environment)
        }
        let axes = try SeedLibrary(folder: seeds, only: ["strategies", "places"])
        var dimensions = [Dimension(id: .scenario, taxonomy: "scenarios", values: values)]
        for (id, taxonomy, standard) in [
            (DimensionID.strategy, "strategies", Strategy.direct.id), (.injection, "places", "none"),
        ] {
            let kept = configuration.selection[id] ?? [standard]
            let whole = try axes.taxonomy(taxonomy, of: id).dimension(selecting: kept)
            dimensions.append(try whole.narrowed(to: kept))
        }
        let digest = StableHash.of(
            dimensions.map { $0.values.map(\.id).joined(separator: ",") }.joined(separator: "/"))
        return try Grid(dimensions: dimensions, id: "scenarios-\(StableHash.hex(digest).prefix(8))")
    }
}
