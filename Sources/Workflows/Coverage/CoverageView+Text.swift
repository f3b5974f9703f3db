import Analysis
import Feedback
import Records
import Reporting
import SafetyGrid

extension CoverageView {
    /// What tests add up to in this view, for people, or as a line of JSON where there is one.
    ///
    /// - Parameters:
    ///   - evidence: verdicts by cell of the run's grid
    ///   - holes: most holes of kinds of harm, attacks and channels that are named
    /// - Throws: ``ConfigurationError`` for seeds that can't be read or a taxonomy that none leads to.
    package func text(
        of evidence: CellEvidence, _ run: RunRecord, places: Places, holes: Int, isJSON: Bool
    ) throws -> String {
        switch self {
        case .risks:
            return DataSetTexts.coverage(
                try RiskCoverage.of(evidence, run, places: places), of: run.request.target.shownName, holes: holes)
        case .framework(let name):
            let coverage = FrameworkCoverage(
                try FrameworkLookup(places).framework(name, on: run.grid),
                CoverageMatrix(grid: run.grid, evidence).harmful)
            return isJSON ? FrameworkJSON.line(coverage, run: run) : FrameworkTexts.table(coverage, run: run)
        case .taxonomy(let name):
            let mapping = try places.seedLibrary().mapping(from: run.grid.hazards?.taxonomy ?? "", to: name)
            return CategoryTexts.table(evidence, run: run, mapping: mapping)
        }
    }
}
