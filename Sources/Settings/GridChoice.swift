import Foundations
import SafetyGrid
import Workflows

/// Which grid a use case works on: flags over the file over ASTRAL's three axes.
package struct GridChoice {
    private let taxonomy: String?
    private let axes: String?
    private let file: ConfigurationFile

    /// - Parameters:
    ///   - taxonomy: the taxonomy of the hazards; nil for the file's
    ///   - axes: all axes, as they are written; nil for the file's
    package init(taxonomy: String?, axes: String?, file: ConfigurationFile) {
        self.taxonomy = taxonomy
        self.axes = axes
        self.file = file
    }

    /// The grid.
    ///
    /// - Parameters:
    ///   - library: the taxonomies
    ///   - selection: values to keep, over those of the file
    /// - Throws: ``ConfigurationError`` for what does not exist, ``UsageError`` for axes that can't be read.
    package func grid(_ library: SeedLibrary, selection: [DimensionID: [String]] = [:]) throws -> Grid {
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

    /// The grid of some hazards, of the taxonomy that has the first of them where none is named.
    ///
    /// - Throws: as ``grid(_:selection:)``, and ``UsageError`` for a hazard of several taxonomies.
    package func grid(ofHazards list: String, _ library: SeedLibrary) throws -> Grid {
        let ids = list.split(separator: ",").map { String($0).trimmed }
        var taxonomy = taxonomy
        if taxonomy == nil, axes == nil, let first = ids.first {
            let homes = library.taxonomies.filter { taxonomy in
                taxonomy.dimension == .hazard && taxonomy.values.contains { $0.id == first }
            }
            if homes.count > 1 {
                throw UsageError(
                    "the hazard '\(first)' is in \(homes.map(\.id).joined(separator: " and ")); choose with --taxonomy")
            }
            taxonomy = homes.first?.id
        }
        return try GridChoice(taxonomy: taxonomy, axes: axes, file: file).grid(library, selection: [.hazard: ids])
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
