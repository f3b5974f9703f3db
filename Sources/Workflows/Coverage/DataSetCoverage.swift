import DataSets
import Feedback
import Generation
import Records
import SafetyGrid

/// The coverage of a grid by a file of prompts.
package enum DataSetCoverage {
    /// Reads the file and counts; nothing is stored.
    ///
    /// - Parameter opened: takes the reader once the columns of the file are chosen
    /// - Throws: ``DataSetError`` or ``ConfigurationError``.
    package static func of(
        _ path: String, on grid: Grid, library: SeedLibrary, opened: (DataSetReader) -> Void
    ) throws -> LabelCoverage {
        let placement = try Placement(
            grid: grid, library: library, templates: TemplateLibrary(seeds: library.folder))
        let reader = try DataSetReader(path: path, placement: placement, library: library)
        opened(reader)
        var coverage = LabelCoverage(grid: grid)
        while let row = try reader.next() { coverage.add(row.labels) }
        return coverage
    }
}
