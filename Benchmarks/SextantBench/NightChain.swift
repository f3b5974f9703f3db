import Feedback
import Records
import SafetyGrid

/// Simulated nights on one landscape, each of which builds on those before it as a run does: their verdicts, discounted, are
/// its prior, and those since the last certain change are what it is watched against and compared with.
struct NightChain {
    private let policy: PolicyName
    private let budget: Int
    /// What each night saw, newest first.
    private var nights: [RunEvidence] = []
    /// How many of them the next one is compared with.
    private var baseCount = 0

    /// As `PriorRuns` has them.
    private static let (mostPrior, discount, mostBase) = (7, 0.5, 14)

    init(policy: PolicyName, budget: Int) {
        self.policy = policy
        self.budget = budget
    }

    /// The nights that the next one is compared with, together; nil before the first.
    private(set) var base: CellEvidence?

    /// The newest night; nil before the first.
    var last: RunEvidence? { nights.first }

    /// Adds a night.
    mutating func add(on world: World, seed: UInt64) {
        let night = night(on: world, seed: seed)
        let isQuiet = base.map { RunComparison(grid: world.grid, base: $0, new: night.verdicts).isQuiet } ?? false
        baseCount = isQuiet ? min(baseCount + 1, Self.mostBase) : 1
        nights.insert(night, at: 0)
        base = nights.prefix(baseCount).dropFirst().reduce(night.verdicts) { $0.adding($1.verdicts) }
    }

    /// What a night saw that follows these.
    func night(on world: World, seed: UInt64) -> RunEvidence {
        NightSimulation(world: world, budget: budget).evidence(
            policy, seed, prior: prior(on: world.grid),
            earlierRates: base.map { AllocationHistory.rates($0, on: world.grid, errors: world.told) })
    }

    private func prior(on grid: Grid) -> CellEvidence? {
        guard !nights.isEmpty else { return nil }
        var prior = CellEvidence(cells: grid.cellCount)
        var weight = Self.discount
        for verdicts in nights.prefix(Self.mostPrior).map(\.verdicts) {
            for cell in 0..<grid.cellCount {
                prior.add(
                    cell: cell, judged: Int(verdicts.judged[cell]), findings: Int(verdicts.findings[cell]),
                    weight: weight)
            }
            weight *= Self.discount
        }
        return prior
    }
}
