import Foundations
import SafetyGrid

/// A random order of 0 ..< count that takes no memory: i -> (a·i + b) mod count, with a and count coprime.
struct Permutation: Sendable {
    /// Number of elements, 1 or more.
    let count: Int
    private let factor: Int
    private let offset: Int

    /// Draws an order of 0 ..< `count`.
    init(of count: Int, using random: inout SeededRandom) {
        precondition(count > 0, "a permutation of nothing")
        self.count = count
        offset = Int.random(in: 0..<count, using: &random)
        // A factor from the middle keeps neighbours apart.
        var factor = count < 4 ? 1 : Int.random(in: (count / 4)...(count * 3 / 4), using: &random)
        while Self.greatestCommonDivisor(factor, count) != 1 { factor += 1 }
        self.factor = factor
    }

    /// The element at `index`, 0 ..< ``count``.
    subscript(index: Int) -> Int {
        (index * factor + offset) % count
    }

    private static func greatestCommonDivisor(_ first: Int, _ second: Int) -> Int {
        var (first, second) = (first, second)
        while second != 0 { (first, second) = (second, first % second) }
        return first
    }
}
