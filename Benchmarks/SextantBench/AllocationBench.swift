import ArgumentParser
import Feedback
import Foundation

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
            on the same seeds.

            Rounds are those of a run of that budget (a sixteenth of it, 20 to 2,000 tests), and each is planned from all \
            rounds but the last. Recorded verdicts are drawn without replacement: the policy is told how many are left in \
            each cell, and a test of a cell with none left goes to a cell drawn from those with some. Recorded verdicts \
            are taken for the truth; a landscape's oracle errs as told. Landscapes are simulated.

            Examples:
              sextant-bench allocation --data recorded.csv --model vicuna-13b --budget 1260 --seeds 20
              sextant-bench allocation --landscape rates.csv --budget 1260 --seeds 50 --json
            """)

    @Option(help: ArgumentHelp("CSV of recorded verdicts: model,category,style,technique,label.", valueName: "file"))
    var data: String?

    @Option(help: ArgumentHelp("CSV of known rates: category,style,technique,p.", valueName: "file"))
    var landscape: String?

    @Option(help: ArgumentHelp("One model of the recorded ones (default: each).", valueName: "name"))
    var model: String?

    @Option(help: ArgumentHelp("Policy: adaptive, beta or uniform.", valueName: "name"))
    var policy = "adaptive"

    @Option(help: ArgumentHelp("Tests.", valueName: "tests"))
    var budget = 1260

    @Option(help: ArgumentHelp("Replays.", valueName: "number"))
    var seeds = 20

    @Option(help: ArgumentHelp("Tests of every cell first.", valueName: "tests"))
    var floor = 1

    @Option(help: ArgumentHelp("Share of unsafe answers that a landscape's oracle sees.", valueName: "share"))
    var sensitivity = 0.9

    @Option(help: ArgumentHelp("Share of safe answers that a landscape's oracle lets pass.", valueName: "share"))
    var specificity = 0.98

    @Flag(help: "One line of JSON a world.")
    var json = false

    func validate() throws {
        guard (data == nil) != (landscape == nil) else { throw ValidationError("give --data or --landscape") }
        guard AllocatorRegistry.names.contains(policy) else {
            throw ValidationError("unknown policy '\(policy)'; known: \(AllocatorRegistry.names)")
        }
        guard budget > 0, seeds > 0, floor >= 0 else {
            throw ValidationError("--budget and --seeds must be at least 1, --floor at least 0")
        }
    }

    func run() async throws {
        for world in try worlds() {
            let tried = try replays(world, policy)
            let base = try policy == "uniform" ? tried : replays(world, "uniform")
            print(try text(world, tried, base))
        }
    }

    private func worlds() throws -> [World] {
        if let data { return try World.recorded(data, model: model) }
        guard let landscape, let errors = OracleErrors(sensitivity: sensitivity, specificity: specificity) else {
            throw ValidationError("--sensitivity and --specificity must be shares that add up to more than 1")
        }
        return [try World(landscape: landscape, errors: errors)]
    }

    private func replays(_ world: World, _ policy: String) throws -> [Replay] {
        var settings = AdaptiveSettings()
        settings.errors = world.errors
        return try (0..<seeds).map { seed in
            guard
                let allocator = AllocatorRegistry.allocator(
                    policy, grid: world.grid, floor: floor, seed: UInt64(seed), settings: settings)
            else { throw ValidationError("unknown policy '\(policy)'") }
            return Replay(world, allocator: allocator, budget: budget, seed: UInt64(seed))
        }
    }

    private func text(_ world: World, _ tried: [Replay], _ base: [Replay]) throws -> String {
        let means = Score.means(tried.map { Score($0, hot: world.hot) })
        let uniform = Score.means(base.map { Score($0, hot: world.hot) })
        let ratios = zip(means, uniform).map { $1 > 0 ? $0 / $1 : 1 }
        var extra: [(String, Double)] = []
        if world.hidden != nil {
            extra = [("hidden_found_at", Self.median(tried)), ("hidden_found_at_uniform", Self.median(base))]
        }
        if json {
            var fields: [String] = ["\"world\":\"\(world.name)\"", "\"policy\":\"\(policy)\"", "\"budget\":\(budget)"]
            fields += ["\"seeds\":\(seeds)", "\"floor\":\(floor)", "\"hot_cells\":\(world.hot.count)"]
            fields += Self.pairs(Score.keys, means) + extra.map { "\"\($0.0)\":\(Self.rounded($0.1))" }
            return "{\(fields.joined(separator: ",")),\"ratios\":{\(Self.pairs(Score.keys, ratios).joined(separator: ","))}}"
        }
        var lines = ["\(world.name): \(policy), \(budget) tests, floor \(floor), mean of \(seeds)"]
        for (key, name) in Score.keys.enumerated() {
            lines.append("  \(name): \(Self.rounded(means[key])), \(Self.rounded(ratios[key])) x uniform")
        }
        return (lines + extra.map { "  \($0.0): \(Self.rounded($0.1))" }).joined(separator: "\n")
    }

    /// Median number of the test that found the hidden cell; one that was not found counts as found after the budget.
    private static func median(_ replays: [Replay]) -> Double {
        let sorted = replays.map { Double($0.hiddenFoundAt ?? $0.log.count + 1) }.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }

    private static func pairs(_ keys: [String], _ values: [Double]) -> [String] {
        zip(keys, values).map { "\"\($0)\":\(rounded($1))" }
    }

    private static func rounded(_ value: Double) -> Double {
        (value * 10_000).rounded() / 10_000
    }
}
