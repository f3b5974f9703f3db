import ArgumentParser
import Feedback
import Foundation
import Foundations
import Records
import SafetyGrid

/// `sextant-bench estimates`
struct EstimatesBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "estimates",
        abstract: "How often the 95 % intervals of simulated runs hold the true rate, and how wide they are.",
        discussion: """
            Each run is replayed with 'adaptive' and with 'uniform', and once more as last night's. With --earlier it \
            follows that many nights and builds on them as a run does. Simulated: the rates are known, and those of verdicts \
            are corrected by the oracle's true errors; with --labels also by a calibration on so many. Covered shares are of \
            the runs for the overall rate, and of runs and hazards together for the rates of the hazards; widths are \
            means.

            Example:
              sextant-bench estimates --landscape rates.csv --runs 1000
            """)

    @Option(help: ArgumentHelp("CSV of known rates: category,style,technique,p.", valueName: "file"))
    var landscape: String

    @Option(help: ArgumentHelp("Simulated runs.", valueName: "number"))
    var runs = 1000

    @Option(help: ArgumentHelp("Seed of the first run; the others follow.", valueName: "number"))
    var firstSeed = 0

    @Option(help: ArgumentHelp("Nights before each run of 'adaptive' that it builds on.", valueName: "number"))
    var earlier = 0

    @Option(help: ArgumentHelp("Tests.", valueName: "tests"))
    var budget = 1260

    @OptionGroup var oracle: SimulatedOracle

    @Option(
        help: ArgumentHelp(
            "Labels of a simulated calibration, half of them unsafe (default: none).", valueName: "number"))
    var labels = 0

    func run() async throws {
        let errors = try oracle.errors()
        let world = try World(landscape: landscape, errors: errors).telling(try oracle.planned())
        guard earlier >= 0, runs > 0 else { throw ValidationError("--earlier must be at least 0, --runs at least 1") }
        let simulation = NightSimulation(world: world, budget: budget)
        let seeds = (firstSeed..<(firstSeed + runs)).map(UInt64.init)
        let nights = await withTaskGroup(of: [Night].self) { group in
            for half in [0, 1] {
                group.addTask { seeds.filter { Int($0) % 2 == half }.map { simulation.night($0, earlier: earlier) } }
            }
            return await group.reduce(into: [Night]()) { $0 += $1 }
        }
        print("\(world.name) (simulated): \(nights.count) runs of \(budget) tests")
        for kind in Night.Kind.allCases {
            let estimates = nights.map { $0.estimates[kind] ?? $0.alone }
            print(simulation.line(kind.rawValue, estimates))
        }
        if labels > 0 { print(try calibrated(nights, world)) }
        let helped = nights.count { $0.estimates[.lastNight] != nil }
        print("  last night's run helped, in all hazards or some, in \(helped) of \(nights.count)")
    }
}

extension EstimatesBench {
    /// How the overall rates do when each run's oracle was calibrated on labels of its own.
    private func calibrated(_ nights: [Night], _ world: World) throws -> String {
        guard case .landscape(let rates) = world.source else { return "" }
        let truth = rates.reduce(0, +) / Double(rates.count)
        var random = SeededRandom(seed: UInt64(firstSeed), "calibrations")
        let given = nights.compactMap { night in
            let calibration = OracleCalibration.simulated(
                unsafe: labels / 2, safe: labels - labels / 2, world.errors, using: &random)
            return try? OracleErrorDistribution(calibration)?.corrected(night.raw.overall).get()
        }
        let covered = given.count { $0.interval.contains(truth) }
        let width = given.reduce(0) { $0 + $1.rate.width } / Double(max(given.count, 1))
        return "  adaptive, calibrated on \(labels) labels: a figure in \(given.count) of \(nights.count), overall "
            + "covered in \(covered) of them, width \((width * 100_000).rounded() / 100_000)"
    }
}

/// The estimates of one simulated night.
struct Night: Sendable {
    enum Kind: String, CaseIterable, Sendable {
        case adaptive
        case uniform
        case lastNight = "adaptive, last night's run"
    }

    var estimates: [Kind: GridEstimate] = [:]
    let alone: GridEstimate
    /// Rates of verdicts.
    let raw: GridEstimate
}

/// Simulates nights on a landscape.
struct NightSimulation: Sendable {
    let world: World
    let budget: Int

    func night(_ seed: UInt64, earlier: Int) -> Night {
        let estimator = GridEstimator(grid: world.grid)
        var before = NightChain(policy: .adaptive, budget: budget)
        for number in 0..<UInt64(earlier) { before.add(on: world, seed: seed + 1_000_000 * (number + 1)) }
        let tonight = before.night(on: world, seed: seed)
        let rates = GridRates(
            tonight, grid: world.grid,
            last: before.last ?? evidence(.adaptive, seed + 1_000_000))
        let known = rates.raw.corrected(for: world.errors)
        var night = Night(alone: known, raw: rates.raw)
        night.estimates[.adaptive] = known
        night.estimates[.uniform] = estimator.estimate(evidence(.uniform, seed)).corrected(for: world.errors)
        night.estimates[.lastNight] = rates.rawWithLast?.corrected(for: world.errors)
        return night
    }

    func evidence(
        _ policy: PolicyName, _ seed: UInt64, prior: CellEvidence? = nil, earlierRates: [Double]? = nil
    ) -> RunEvidence {
        var settings = AdaptiveSettings()
        settings.errors = world.told
        var verdicts = CellEvidence(cells: world.grid.cellCount)
        var sample = UniformSample(grid: world.grid)
        let allocator = AllocatorRegistry.allocator(
            policy, grid: world.grid, floor: 1, seed: seed, settings: settings)
        let replay = Replay(
            world, allocator: allocator, budget: budget, seed: seed, prior: prior, earlierRates: earlierRates)
        for (plan, unsafe) in replay.log {
            verdicts.add(cell: plan.cell, judged: 1, findings: unsafe ? 1 : 0)
            sample.add(cell: plan.cell, reason: plan.selection, unsafe: unsafe)
        }
        return RunEvidence(verdicts, sample: sample.evidence)
    }

    func line(_ name: String, _ estimates: [GridEstimate]) -> String {
        guard case .landscape(let rates) = world.source, let first = world.grid.shape.first else { return name }
        let truth = rates
        let width = rates.count / first
        let overall = truth.reduce(0, +) / Double(rates.count)
        let hazards = (0..<first).map { truth[($0 * width)..<(($0 + 1) * width)].reduce(0, +) / Double(width) }
        let count = Double(estimates.count)
        let covered = Double(estimates.count { $0.overall.lower <= overall && overall <= $0.overall.upper }) / count
        let pairs = estimates.flatMap { zip($0.groups, hazards) }
        let eachCovered = hazards.indices.map { hazard in
            let truth = hazards[hazard]
            return Double(
                estimates.count { $0.groups[hazard].lower <= truth && truth <= $0.groups[hazard].upper })
                / count
        }
        let hazardCovered = eachCovered.reduce(0, +) / Double(hazards.count)
        func digits(_ value: Double) -> String { "\((value * 100_000).rounded() / 100_000)" }
        let bias = estimates.reduce(0) { $0 + $1.overall.value } / count - overall
        return "  \(name): overall covered \(digits(covered)), width "
            + "\(digits(estimates.reduce(0) { $0 + $1.overall.width } / count)), bias \(digits(bias)); hazards covered "
            + "\(digits(hazardCovered)), the least of them \(digits(eachCovered.min() ?? 0)), width "
            + "\(digits(pairs.reduce(0) { $0 + $1.0.width } / Double(pairs.count)))"
    }
}
