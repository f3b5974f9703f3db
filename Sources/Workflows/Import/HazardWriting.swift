import Foundation
import SafetyGrid

/// Writes new hazards into the seeds.
package struct HazardWriting {
    private let library: SeedLibrary

    /// Into the seeds of a library.
    package init(_ library: SeedLibrary) {
        self.library = library
    }

    /// Adds a hazard to a taxonomy, which is made when it is missing.
    ///
    /// - Parameter source: where a new taxonomy comes from
    /// - Returns: the file that has it
    /// - Throws: ``ConfigurationError`` for what no command could read; ``UsageError`` for a file that can't be written.
    package func add(_ value: DimensionValue, to taxonomy: String, source: String) throws -> String {
        let known = library.taxonomies.first { $0.dimension == .hazard && $0.id == taxonomy }
        let path = known?.file ?? "\(library.folder)/hazards/\(taxonomy).yaml"
        let text =
            known == nil
            ? TaxonomyEditor.taxonomy(
                id: taxonomy, title: taxonomy, source: source, value: value)
            : try TaxonomyEditor.adding(value, to: SeedLibrary.text(of: path), file: path)
        // Read it as every command will, so that nothing invalid is written.
        _ = try Taxonomy(text: text, file: path)
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw UsageError("can't write \(path): \(error.localizedDescription); choose other seeds with --seeds")
        }
        return path
    }
}
