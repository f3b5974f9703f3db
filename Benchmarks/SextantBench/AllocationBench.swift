import ArgumentParser
import Feedback
import Records

/// `sextant-bench allocation`
struct AllocationBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "allocation",
        abstract: "Replay a policy on recorded verdicts or on a landscape of known rates, beside 'uniform'.",
        discussion: """
            Means over the seeds of: findings (tests with an unsafe answer, whatever the oracle said), findings_capped \
            (at most 5 a cell), failing_cells (cells with a finding), cells_tested, hot_recall (share of the cells with \
            a rate of 20 % or more that showed a finding), verdicts_unsafe (what the oracle called unsafe), and where one \
            cell stands out, hidden_found_at (median number of the test that showed it). 'ratios' compares with 'uniform' \
            on the same seeds; the number after +/- is its standard error.

            Rounds are those of a run of that budget (a sixteenth of it, 20 to 2,000 tests), and each is planned from all \
            rounds but the last. Recorded verdicts are drawn without replacement: the policy is told how many are left in \
            each cell, and a test of a cell with none left goes to a cell drawn from those with some. Recorded verdicts \
            are taken for the truth; a landscape's oracle errs as --sensitivity and --specificity say; the policy knows what --told says. Landscapes are simulated.

            Examples:
              sextant-bench allocation --data recorded.csv --model vicuna-13b --budget 1260 --seeds 20
              sextant-bench allocation --landscape rates.csv --budget 1260 --seeds 50 --json
              sextant-bench allocation --synthetic sparse-pairs --seeds 50
            """)

    @Option(help: ArgumentHelp("CSV of recorded verdicts: model,category,style,technique,label.", valueName: "file"))
    var data: String?

    @Option(help: ArgumentHelp("CSV of known rates: category,style,technique,p.", valueName: "file"))
    var landscape: String?

    @Option(
        help: ArgumentHelp(
            "Another made-up landscape a seed: \(Synthetic.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "kind"))
    var synthetic: Synthetic?

    @Option(help: ArgumentHelp("One model of the recorded ones (default: each).", valueName: "name"))
    var model: String?

    @Option(help: ArgumentHelp("Policy.", valueName: "name"))
    var policy = PolicyName.adaptive

    @Option(help: ArgumentHelp("Tests.", valueName: "tests"))
    var budget = 1260

    @Option(help: ArgumentHelp("Replays.", valueName: "number"))
    var seeds = 20

    @Option(help: ArgumentHelp("Tests of every cell first.", valueName: "tests"))
    var floor = 1

    @OptionGroup var oracle: SimulatedOracle

    @Flag(help: "One line of JSON a world.")
    var json = false

    func validate() throws {
        guard [data, landscape, synthetic?.rawValue].compactMap({ $0 }).count == 1 else {
            throw ValidationError("give one of --data, --landscape and --synthetic")
        }
        guard budget > 0, seeds > 0, floor >= 0 else {
            throw ValidationError("--budget and --seeds must be at least 1, --floor at least 0")
        }
    }

    func run() async throws {
        let told = try oracle.planned()
        for worlds in try worlds().map({ $0.map { $0.telling(told) } }) {
            let tried = trials(worlds, policy)
            let base = policy == .uniform ? tried : trials(worlds, .uniform)
            print(Scoreboard(tried, base, hasHidden: worlds[0].hidden != nil).text(self, world: worlds[0]))
        }
    }

    /// What is replayed, a world a seed: the same one, or another of its kind.
    private func worlds() throws -> [[World]] {
        if let data {
            return try World.recorded(data, model: model).map { Array(repeating: $0, count: seeds) }
        }
        let errors = try oracle.errors()
        if let synthetic { return [try (0..<seeds).map { try synthetic.world(seed: UInt64($0), errors: errors) }] }
        return [Array(repeating: try World(landscape: landscape ?? "", errors: errors), count: seeds)]
    }

    private func trials(_ worlds: [World], _ policy: PolicyName) -> [Score] {
        worlds.enumerated().map { seed, world in
            var settings = AdaptiveSettings()
            settings.errors = world.told
            let allocator = AllocatorRegistry.allocator(
                policy, grid: world.grid, floor: floor, seed: UInt64(seed), settings: settings)
            return Score(Replay(world, allocator: allocator, budget: budget, seed: UInt64(seed)), hot: world.hot)
        }
    }
}
