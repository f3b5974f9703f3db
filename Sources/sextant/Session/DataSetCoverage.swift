import DataSets
import Feedback
import Generation
import Records
import SafetyGrid

/// The coverage of a grid by a file of prompts.
enum DataSetCoverage {
    /// Reads the file and counts; nothing is stored.
    ///
    /// - Throws: ``DataSetError`` or ``ConfigurationError``.
    static func of(_ path: String, on grid: Grid, library: SeedLibrary) throws -> LabelCoverage {
        let placement = try Placement(
            grid: grid, library: library, templates: TemplateLibrary(seeds: library.folder))
        let reader = try DataSetReader(path: path, placement: placement, library: library)
        for line in DataSetTexts.columns(reader) { Console.line(line) }
        var coverage = LabelCoverage(grid: grid)
        while let row = try reader.next() { coverage.add(row.labels) }
        return coverage
    }
}
