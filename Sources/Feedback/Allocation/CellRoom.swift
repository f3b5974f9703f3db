import Foundations
import SafetyGrid

/// How many tests can still be made of each cell.
struct CellRoom {
    private let cells: Int
    private var remaining: [Int]?

    init(_ history: AllocationHistory) {
        cells = history.verdicts.grid.cellCount
        remaining = history.remaining
    }

    /// Whether a test can be made of a cell.
    func has(_ cell: Int) -> Bool {
        remaining.map { $0[cell] > 0 } ?? true
    }

    /// Takes a test of a cell.
    mutating func take(_ cell: Int) {
        remaining?[cell] -= 1
    }

    /// Takes a test of a cell drawn uniformly, with replacement; nil when no cell has any left.
    private mutating func uniform(using random: inout SeededRandom) -> Int? {
        guard let remaining else { return Int.random(in: 0..<cells, using: &random) }
        let open = remaining.indices.filter { remaining[$0] > 0 }
        guard let cell = open.randomElement(using: &random) else { return nil }
        take(cell)
        return cell
    }

    /// Takes up to `count` tests of cells drawn uniformly.
    mutating func anywhere(_ count: Int, using random: inout SeededRandom) -> [Int] {
        var taken: [Int] = []
        while taken.count < count, let cell = uniform(using: &random) { taken.append(cell) }
        return taken
    }
}
