import ArgumentParser
import Records

/// Measurements of what chooses and counts the tests, on data that is not part of the project.
@main
struct SextantBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sextant-bench",
        abstract: "Measure policies and estimates.",
        subcommands: [
            AllocationBench.self, EstimatesBench.self, PlanningBench.self, ComparisonBench.self,
            CoverageBench.self, CorrectionBench.self, LeagueBench.self, SearchBench.self,
        ])
}

extension PolicyName: ExpressibleByArgument {}
