import ArgumentParser
import Feedback
import Foundation
import SafetyGrid

/// `sextant-bench comparison`
struct ComparisonBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "comparison",
        abstract: "How often two simulated nights raise an alarm: with no change, and with a hazard that got worse.",
        discussion: """
            Simulated: the rates are known. Nothing changes in the first series; in the second one hazard goes from --from \
            to --to in all its cells, and is found when that hazard is among the alarms.

            Example:
              sextant-bench comparison --landscape rates.csv --nights 1000
            """)

    @Option(help: ArgumentHelp("CSV of known rates: category,style,technique,p.", valueName: "file"))
    var landscape: String

    @Option(help: ArgumentHelp("Pairs of nights of each series.", valueName: "number"))
    var nights = 1000

    @Option(help: ArgumentHelp("Policy of both nights.", valueName: "name"))
    var policy = "adaptive"

    @Option(help: ArgumentHelp("Tests a night.", valueName: "tests"))
    var budget = 1260

    @Option(help: ArgumentHelp("Rate of the hazard before.", valueName: "share"))
    var from = 0.02

    @Option(help: ArgumentHelp("Rate of the hazard after.", valueName: "share"))
    var to = 0.1

    @Option(help: ArgumentHelp("Level of the alarm.", valueName: "share"))
    var level = 0.05

    @Option(help: ArgumentHelp("Share of unsafe answers that the oracle sees.", valueName: "share"))
    var sensitivity = 0.9

    @Option(help: ArgumentHelp("Share of safe answers that the oracle lets pass.", valueName: "share"))
    var specificity = 0.98

    func run() async throws {
        guard let errors = OracleErrors(sensitivity: sensitivity, specificity: specificity) else {
            throw ValidationError("--sensitivity and --specificity must be shares that add up to more than 1")
        }
        let world = try World(landscape: landscape, errors: errors)
        guard case .landscape(let rates) = world.source else { return }
        let categories = world.grid.shape[0]
        let width = rates.count / categories
        let seeds = (0..<nights).map(UInt64.init)
        let quiet = await each(seeds) { seed in
            let comparison = compare(world, world, seed)
            return (!comparison.rises(at: level).isEmpty, false)
        }
        let moved = await each(seeds) { seed in
            let category = Int(seed) % categories
            let cells = (category * width)..<((category + 1) * width)
            let before = planted(world, rates, cells, from)
            let after = planted(world, rates, cells, to)
            let rises = compare(before, after, seed).rises(at: level)
            return (!rises.isEmpty, rises.contains { $0.group == .value(dimension: 0, value: category) })
        }
        print("\(world.name) (simulated): \(nights) pairs of nights of \(budget) tests, policy \(policy)")
        print("  no change: an alarm in \(quiet.count { $0.0 }) of \(nights)")
        print("  a hazard from \(from) to \(to): an alarm in \(moved.count { $0.0 }), the hazard found in "
            + "\(moved.count { $0.1 }) of \(nights)")
    }

    private func each(
        _ seeds: [UInt64], _ body: @escaping @Sendable (UInt64) -> (Bool, Bool)
    ) async -> [(Bool, Bool)] {
        await withTaskGroup(of: [(Bool, Bool)].self) { group in
            for half in [0, 1] { group.addTask { seeds.filter { Int($0) % 2 == half }.map(body) } }
            return await group.reduce(into: []) { $0 += $1 }
        }
    }

    private func planted(_ world: World, _ rates: [Double], _ cells: Range<Int>, _ rate: Double) -> World {
        var rates = rates
        for cell in cells { rates[cell] = rate }
        return World(name: world.name, grid: world.grid, rates: rates, errors: world.errors)
    }

    private func compare(_ base: World, _ new: World, _ seed: UInt64) -> RunComparison {
        RunComparison(
            grid: base.grid,
            base: NightSimulation(world: base, budget: budget).evidence(policy, 2 * seed),
            new: NightSimulation(world: new, budget: budget).evidence(policy, 2 * seed + 1))
    }
}
