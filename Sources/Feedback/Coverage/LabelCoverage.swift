import SafetyGrid

/// Coverage by prompts whose values are not known in every dimension, such as a data set that was placed on a grid.
///
/// A combination of t values counts when a prompt is known to have all t of them; a prompt that is placed in some
/// dimensions only covers combinations of these alone.
package struct LabelCoverage: Sendable {
    /// The grid that is covered.
    package let grid: Grid
    /// Prompts seen.
    package private(set) var prompts = 0
    /// Prompts that could be placed, by dimension.
    package private(set) var placed: [Int]
    private let positions: [[String: Int]]
    private let spaces: [CombinationSpace]
    private var counts: [[Int]]

    /// Coverage without any prompt.
    package init(grid: Grid) {
        self.grid = grid
        placed = [Int](repeating: 0, count: grid.dimensions.count)
        positions = grid.dimensions.map { dimension in
            dimension.values.indices.reduce(into: [:]) { $0[dimension.values[$1].id] = $1 }
        }
        spaces = (1...grid.dimensions.count).map { CombinationSpace(grid, strength: $0) }
        counts = spaces.map { [Int](repeating: 0, count: $0.count) }
    }

    /// Counts a prompt.
    ///
    /// - Parameter labels: dimension id to value id; what the grid does not have is passed over
    package mutating func add(_ labels: [String: String]) {
        prompts += 1
        let indices = grid.dimensions.indices.map { axis in
            labels[grid.dimensions[axis].id.rawValue].flatMap { positions[axis][$0] }
        }
        for axis in indices.indices where indices[axis] != nil { placed[axis] += 1 }
        let cell = grid.cell(at: indices.map { $0 ?? 0 })
        for (level, space) in spaces.enumerated() {
            for (subset, axes) in space.subsets.enumerated() where axes.allSatisfy({ indices[$0] != nil }) {
                counts[level][space.combination(subset: subset, in: cell)] += 1
            }
        }
    }

    /// The combinations of a strength, 1 ... number of dimensions.
    package func space(strength: Int) -> CombinationSpace { spaces[strength - 1] }

    /// Prompts of each combination of a strength, by its number.
    package func counts(strength: Int) -> [Int] { counts[strength - 1] }

    /// Combinations of a strength with fewer than `depth` prompts, in order of their numbers.
    package func holes(strength: Int, depth: Int = 1) -> [Int] {
        counts[strength - 1].indices.filter { counts[strength - 1][$0] < depth }
    }
}
