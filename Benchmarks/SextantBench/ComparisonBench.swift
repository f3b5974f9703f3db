import ArgumentParser
import Feedback
import Records
import SafetyGrid

/// `sextant-bench comparison`
struct ComparisonBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "comparison",
        abstract: "How often a simulated night raises an alarm: with no change, and with a hazard that got worse.",
        discussion: """
            Simulated: the rates are known. A night follows others, each of which builds on those before it as a run does, \
            and is compared with those since the last change. Nothing changes in the first series; in the second one hazard, \
            another with each night, goes from --from to --to in all its cells, and is found when it is among the alarms. \
            Intervals are Wilson's of 95 %. The least adjusted value of the quiet nights is below the printed one in 5 % of \
            them: the level at which 5 % would raise an alarm.

            Examples:
              sextant-bench comparison --landscape rates.csv --nights 1000
              sextant-bench comparison --synthetic main-effects --nights 200
            """)

    @Option(help: ArgumentHelp("CSV of known rates: category,style,technique,p.", valueName: "file"))
    var landscape: String?

    @Option(
        help: ArgumentHelp(
            "Another made-up landscape a night: \(Synthetic.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "kind"))
    var synthetic: Synthetic?

    @Option(help: ArgumentHelp("Nights of each series, each with others before it.", valueName: "number"))
    var nights = 1000

    @Option(help: ArgumentHelp("Number of the first night; its seeds follow from it.", valueName: "number"))
    var first = 0

    @Option(help: ArgumentHelp("Nights before each.", valueName: "number"))
    var earlier = 14

    @Option(help: ArgumentHelp("Policy of all nights.", valueName: "name"))
    var policy = PolicyName.adaptive

    @Option(help: ArgumentHelp("Tests a night.", valueName: "tests"))
    var budget = 1260

    @Option(help: ArgumentHelp("Rate of the hazard before.", valueName: "share"))
    var from = 0.02

    @Option(help: ArgumentHelp("Rate of the hazard after.", valueName: "share"))
    var to = 0.1

    @Option(help: ArgumentHelp("Level of the alarm.", valueName: "share"))
    var level = RunComparison.level

    @OptionGroup var oracle: SimulatedOracle

    func validate() throws {
        guard [landscape, synthetic?.rawValue].compactMap({ $0 }).count == 1 else {
            throw ValidationError("give one of --landscape and --synthetic")
        }
        guard nights > 0, budget > 0, first >= 0, earlier > 0 else {
            throw ValidationError("--nights, --earlier and --budget must be at least 1, --first at least 0")
        }
    }

    func run() async throws {
        let (errors, told) = (try oracle.errors(), try oracle.planned())
        let fixed = try landscape.map { try World(landscape: $0, errors: errors).telling(told) }
        let pairs = try (first..<(first + nights)).map { number in
            let seed = UInt64(number)
            return (seed: seed, world: try fixed ?? synthetic?.world(seed: seed, errors: errors).telling(told))
        }
        let quiet = await each(pairs) { alarm(compare($1, $1, 2 * $0)) }
        let moved = await each(pairs) { seed, world in
            let hazard = Int(seed) % world.grid.shape[0]
            return alarm(
                compare(world.with(hazard, at: from), world.with(hazard, at: to), 2 * seed), on: hazard)
        }
        let name = fixed?.name ?? "synthetic \(synthetic?.rawValue ?? "")"
        let least = quiet.map(\.least).sorted()[nights / 20]
        print(
            "\(name) (simulated): \(nights) nights after \(earlier), of \(budget) tests, policy \(policy), level \(level)"
        )
        print("  no change: an alarm in \(share(quiet.count { $0.least <= level })); 5 % have a value below \(least)")
        print("  a hazard from \(from) to \(to): the hazard found in \(share(moved.count { $0.onHazard <= level }))")
    }

    /// The least adjusted value of all rises, and that of a hazard.
    private struct Alarm: Sendable {
        let least: Double
        let onHazard: Double
    }

    private func alarm(_ comparison: RunComparison, on hazard: Int? = nil) -> Alarm {
        let all = comparison.comparisons
        let own = all.first { $0.group == .value(dimension: 0, value: hazard ?? -1) }
        return Alarm(least: all.map(\.riseQValue).min() ?? 1, onHazard: own?.riseQValue ?? 1)
    }

    private func each(
        _ pairs: [(seed: UInt64, world: World?)], _ body: @escaping @Sendable (UInt64, World) -> Alarm
    ) async -> [Alarm] {
        await withTaskGroup(of: [Alarm].self) { group in
            for half in [0, 1] {
                group.addTask {
                    pairs.filter { Int($0.seed) % 2 == half }.compactMap { pair in
                        pair.world.map { body(pair.seed, $0) }
                    }
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
    }

    private func compare(_ base: World, _ new: World, _ seed: UInt64) -> RunComparison {
        var before = NightChain(policy: policy, budget: budget)
        for number in 0..<UInt64(earlier) { before.add(on: base, seed: seed + 1_000_000 * number) }
        return RunComparison(
            grid: base.grid, base: before.base ?? CellEvidence(cells: base.grid.cellCount),
            new: before.night(on: new, seed: seed + 1).verdicts)
    }

    /// A count of all pairs, as a share with Wilson's interval.
    private func share(_ count: Int) -> String {
        guard let share = RateEstimate(findings: count, of: nights) else { return "" }
        func percent(_ value: Double) -> String { "\((value * 1000).rounded() / 10)" }
        return "\(count) of \(nights), \(percent(share.value)) % (\(percent(share.lower)) to \(percent(share.upper)) %)"
    }
}

extension World {
    /// The landscape with all cells of a value of the first dimension at one rate.
    fileprivate func with(_ hazard: Int, at rate: Double) -> World {
        guard case .landscape(var rates) = source else { return self }
        let width = rates.count / grid.shape[0]
        for cell in (hazard * width)..<((hazard + 1) * width) { rates[cell] = rate }
        return World(name: name, grid: grid, rates: rates, errors: errors).telling(told)
    }
}
