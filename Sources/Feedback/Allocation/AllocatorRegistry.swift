import Records
import SafetyGrid

/// The policies by name: adding one takes its file, its ``PolicyName`` and a line here.
package enum AllocatorRegistry {
    /// A policy with a floor under it.
    ///
    /// - Parameters:
    ///   - name: name of the policy
    ///   - grid: the run's grid
    ///   - floor: tests of every cell before the policy decides freely, 0 or more
    ///   - seed: seed of its random choices
    ///   - settings: what the policies `adaptive` and `search` are told
    ///   - space: cells and parts that `search` chooses; nil for the grid's cells alone
    package static func allocator(
        _ name: PolicyName, grid: Grid, floor: Int, seed: UInt64, settings: AdaptiveSettings = AdaptiveSettings(),
        space: SearchSpace? = nil
    ) -> any Allocator {
        let base: any Allocator =
            switch name {
            case .adaptive: AdaptiveAllocator(grid: grid, settings: settings, seed: seed)
            case .beta: BetaAllocator(seed: seed)
            case .search: SearchAllocator(space: space ?? SearchSpace(grid), settings: settings, seed: seed)
            case .uniform: UniformAllocator(seed: seed)
            }
        return FloorAllocator(base: base, grid: grid, floor: floor, seed: seed)
    }
}
