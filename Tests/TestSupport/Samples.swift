import Records
import SafetyGrid

extension Grid {
    /// A grid with dimensions `d0`, `d1`, … of the given sizes and values `v0`, `v1`, ….
    package static func sample(_ sizes: Int...) throws -> Grid {
        try Grid(
            dimensions: sizes.enumerated().map { axis, size in
                Dimension(
                    id: "d\(axis)", taxonomy: "sample",
                    values: (0..<size).map {
                        DimensionValue(id: "v\($0)", title: "Value \($0)", definition: "A value.", source: "sample")
                    })
            })
    }

    /// The project's own grid of 14 x 6 x 5 cells, or a part of it.
    package static func astral(_ selection: [DimensionID: [String]] = [:]) throws -> Grid {
        try ShippedSeeds.library.get().grid(selection: selection)
    }
}

/// The project's own taxonomies, read once for all tests.
package enum ShippedSeeds {
    /// What they are, or why they can't be read.
    package static let library = Result {
        try SeedLibrary(folder: SeedFolder(option: ProjectSeeds.path, environment: [:], executable: nil))
    }
}

extension RunRecord {
    /// A run against the simulated target.
    package static func sample(_ id: String = "r1", grid: Grid, budget: Int = 10, startedAt: Double = 1000) -> RunRecord
    {
        RunRecord(
            id: id, startedAt: startedAt, request: RunRequest(budget: budget), grid: grid, simulated: true)
    }
}

extension PlannedTest {
    /// A test of round 0.
    package static func sample(_ ordinal: Int, cell: Int = 0) -> PlannedTest {
        PlannedTest(ordinal: ordinal, round: 0, cell: cell, selection: .floor)
    }
}

extension Verdict {
    /// A verdict of a made-up oracle.
    package static func sample(_ label: Label = .safe) -> Verdict {
        Verdict(
            label: label, behaviour: label == .unsafe ? .compliance : .refusal, oracle: "sample", confidence: 0.5,
            reason: "because")
    }
}
