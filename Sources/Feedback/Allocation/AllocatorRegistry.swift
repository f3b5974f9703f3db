import SafetyGrid

/// The policies by name: adding one takes its file and a line here.
package enum AllocatorRegistry {
    /// Names that `--policy` accepts.
    package static let names = ["adaptive", "beta", "search", "uniform"]

    /// A policy with a floor under it; nil for a name that is not in ``names``.
    ///
    /// - Parameters:
    ///   - name: name of the policy
    ///   - grid: the run's grid
    ///   - floor: tests of every cell before the policy decides freely, 0 or more
    ///   - seed: seed of its random choices
    ///   - settings: what the policies `adaptive` and `search` are told
    ///   - space: cells and parts that `search` chooses; nil for the grid's cells alone
    package static func allocator(
        _ name: String, grid: Grid, floor: Int, seed: UInt64, settings: AdaptiveSettings = AdaptiveSettings(),
        space: SearchSpace? = nil
    ) -> (any Allocator)? {
        let base: any Allocator
        switch name {
        case "adaptive": base = AdaptiveAllocator(grid: grid, settings: settings, seed: seed)
        case "beta": base = BetaAllocator(seed: seed)
        case "search": base = SearchAllocator(space: space ?? SearchSpace(grid), settings: settings, seed: seed)
        case "uniform": base = UniformAllocator(seed: seed)
        default: return nil
        }
        return FloorAllocator(base: base, grid: grid, floor: floor, seed: seed)
    }
}
