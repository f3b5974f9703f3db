import ArgumentParser
import Foundations
import SafetyGrid
import Workflows

/// Which grid a command works on.
struct GridOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Taxonomy of the hazards (default: astral, or that of sextant.yaml).", valueName: "id"))
    var taxonomy: String?

    @Option(
        help: ArgumentHelp(
            "All axes of the grid, for example hazard=air-2024,style=astral,language=languages.",
            valueName: "dimension=taxonomy,…"))
    var axes: String?

    /// The grid: flags over the file over ASTRAL's three axes.
    ///
    /// - Parameters:
    ///   - library: the taxonomies
    ///   - file: the configuration
    ///   - selection: values to keep, over those of the file
    /// - Throws: ``ConfigurationError`` for what does not exist, ``UsageError`` for axes that can't be read.
    func grid(
        _ library: SeedLibrary, _ file: ConfigurationFile, selection: [DimensionID: [String]] = [:]
    ) throws -> Grid {
        var axes = try self.axes.map(Self.axes(of:)) ?? file.axes
        if let taxonomy {
            if axes.isEmpty { axes = SeedLibrary.standardDimensions.map { ($0, "astral") } }
            guard let index = axes.firstIndex(where: { $0.dimension == .hazard }) else {
                throw UsageError("--taxonomy names hazards, and the grid has no axis 'hazard'")
            }
            axes[index].taxonomy = taxonomy
        }
        // The file's selection is meant for its own grid alone.
        let isFiles = self.axes == nil && taxonomy == nil
        let kept = (isFiles ? file.selection : [:]).merging(selection) { _, new in new }
        let library = file.profile.map { library.adding($0.hazards) } ?? library
        return try library.grid(axes: Self.axes(axes, withLanguagesOf: kept), selection: kept)
    }

    /// The axes of a grid, with the languages where some are selected.
    static func axes(
        _ axes: [(dimension: DimensionID, taxonomy: String)], withLanguagesOf selection: [DimensionID: [String]]
    ) -> [(dimension: DimensionID, taxonomy: String)] {
        guard selection[.language] != nil, !axes.contains(where: { $0.dimension == .language }) else { return axes }
        let standard = SeedLibrary.standardDimensions.map { (dimension: $0, taxonomy: "astral") }
        return (axes.isEmpty ? standard : axes) + [(.language, "languages")]
    }

    /// Reads `dimension=taxonomy,…`.
    ///
    /// - Throws: ``UsageError``.
    static func axes(of text: String) throws -> [(dimension: DimensionID, taxonomy: String)] {
        try text.split(separator: ",").map { part in
            let pair = part.split(separator: "=", maxSplits: 1).map { String($0).trimmed }
            guard pair.count == 2, !pair[0].isEmpty, !pair[1].isEmpty else {
                throw UsageError("'\(part)' is no axis; write dimension=taxonomy, for example hazard=air-2024")
            }
            return (DimensionID(pair[0]), pair[1])
        }
    }
}
