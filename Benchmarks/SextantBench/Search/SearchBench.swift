import ArgumentParser
import Feedback
import Foundation
import Foundations
import Records
import SafetyGrid
import SimulatedWorlds

/// `sextant-bench search`
struct SearchBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Run policies on made-up worlds whose failures depend on the cell and the parts of a prompt.",
        discussion: """
            Means over the seeds of: findings (failures that the oracle called unsafe), distinct (no two of a cell with the same \
            ask and frame), distinct_capped (at most 5 of them a cell), failing_cells (cells with a finding), kinds (asks \
            with frames that have a finding, over the whole grid), first_finding (number of the test, one more than \
            all where there was none), which is given as a median as well, and coverage (share of the runs in which the 95 % \
            interval from the floor and the uniform share holds the grid's rate of unsafe verdicts) and coverage_grid (the same of \
            the interval that a report gives); both mean nothing in a world that changes. Policies see axes and values, never effects.

            Rounds are those of a run of that budget (a sixteenth of it, 20 to 2,000 tests), each planned from all rounds but \
            the last. 'uniform', 'adaptive' and 'search' test every cell --floor times first, on the same prompts. Simulated.

            Example:
              sextant-bench search --world parts.json --budget 1260 --policy uniform,adaptive,search,nsga2 --seeds 20
            """)

    static let policies = ["uniform", "adaptive", "search", "nsga2"]

    @Option(help: ArgumentHelp("A world (JSON); may be given several times.", valueName: "file"))
    var world: [String]

    @Option(help: ArgumentHelp("Tests.", valueName: "tests"))
    var budget = 1260

    @Option(
        help: ArgumentHelp(
            "Policies, joined by commas: \(SearchBench.policies.joined(separator: ", ")).", valueName: "names"))
    var policy = SearchBench.policies.joined(separator: ",")

    @Option(help: ArgumentHelp("Runs of each policy.", valueName: "number"))
    var seeds = 20

    @Option(help: ArgumentHelp("Tests of every cell first.", valueName: "tests"))
    var floor = 1

    @Option(help: ArgumentHelp("Share of the tests after the floor that 'search' draws uniformly.", valueName: "share"))
    var uniformShare = 0.1

    @Flag(help: "One line of JSON a world.")
    var json = false

    func validate() throws {
        guard budget > 0, seeds > 0, floor >= 0, (0...1).contains(uniformShare) else {
            throw ValidationError(
                "--budget and --seeds must be at least 1, --floor at least 0, --uniform-share between 0 and 1")
        }
        if let unknown = names.first(where: { !Self.policies.contains($0) }) {
            throw ValidationError("unknown policy '\(unknown)'; known: \(Self.policies)")
        }
    }

    private var names: [String] { policy.split(separator: ",").map(String.init) }

    func run() async throws {
        for path in world {
            let world = try SearchWorld(path: path)
            let rate = Self.rate(world)
            let scores = names.map { name in
                let replays = (0..<UInt64(seeds)).map { seed in
                    SearchReplay(world, policy: policy(name, world, seed), budget: budget, seed: seed)
                }
                return (name, SearchScore(replays, rate: rate))
            }
            print(json ? Self.json(world.name, scores) : Self.plain(world.name, scores))
        }
    }

    private func policy(_ name: String, _ world: SearchWorld, _ seed: UInt64) -> any PartPolicy {
        if name == "nsga2" { return GeneticPolicy(space: world.space, seed: seed) }
        var settings = AdaptiveSettings()
        if name == "search" { settings.uniformShare = uniformShare }
        guard let policy = AllocatorPolicy(name, on: world, floor: floor, seed: seed, settings: settings) else {
            preconditionFailure("names are checked before")
        }
        return policy
    }

    /// The grid's rate of unsafe verdicts, over prompts drawn uniformly.
    private static func rate(_ world: SearchWorld) -> Double {
        var random = SeededRandom(seed: 0, "rate")
        let draws = 400 * world.space.cellCount
        let sum = (0..<draws).reduce(0.0) { sum, draw in
            let values = world.space.drawnParts(of: draw % world.space.cellCount, using: &random)
            return sum + world.errors.observed(world.rate(of: values, at: 0))
        }
        return sum / Double(draws)
    }

    private static func json(_ world: String, _ scores: [(String, SearchScore)]) -> String {
        let policies = scores.map { name, score in
            "\"\(name)\":{\(score.values.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ","))}"
        }
        return "{\"world\":\"\(world)\",\"policies\":{\(policies.joined(separator: ","))}}"
    }

    private static func plain(_ world: String, _ scores: [(String, SearchScore)]) -> String {
        ([world] + scores.map { "  \($0): " + $1.values.map { "\($0.0) \($0.1)" }.joined(separator: ", ") })
            .joined(separator: "\n")
    }
}

/// Means of a policy's runs on a world.
struct SearchScore {
    let values: [(String, Double)]

    init(_ replays: [SearchReplay], rate: Double) {
        func mean(_ value: (SearchReplay) -> Int) -> Double {
            (Double(replays.reduce(0) { $0 + value($1) }) / Double(replays.count) * 1000).rounded() / 1000
        }
        let first = replays.map(\.firstFinding).sorted()
        values = [
            ("findings", mean(\.findings)), ("distinct", mean(\.distinct)),
            ("distinct_capped", mean(\.distinctCapped)), ("failing_cells", mean(\.failingCells)),
            ("first_finding", mean(\.firstFinding)),
            ("first_finding_median", Double(first[(first.count - 1) / 2] + first[first.count / 2]) / 2),
            ("kinds", mean(\.kindsFound)),
            (
                "coverage",
                mean { replay in replay.sample.rate.map { $0.lower <= rate && rate <= $0.upper ? 1 : 0 } ?? 0 }
            ),
            (
                "coverage_grid",
                mean { replay in
                    let interval = replay.gridRate
                    return interval.lower <= rate && rate <= interval.upper ? 1 : 0
                }
            ),
        ]
    }
}
