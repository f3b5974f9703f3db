/// The findings that a chosen prompt takes its parts from, and what was done with them.
package struct Lineage: Sendable, Equatable {
    /// What was done: `move` brings what a finding asks for, in its frame or in another, to another cell or frame; `transfer`
    /// puts a finding's frame around another ask; `combine` takes the ask of one finding and the frame of another.
    package enum Operator: String, Sendable, CaseIterable {
        case move, transfer, combine
    }

    package let change: Operator
    /// Ordinals of the findings, the one with the ask first.
    package let parents: [Int]
}

/// The best finding with each value of the parts that tell findings apart: an archive that is bounded by the number of values.
struct FindingArchive {
    private let space: SearchSpace
    private var best: [[Int: (rate: Double, ordinal: Int)]]

    /// - Parameters:
    ///   - tests: all tests in the order of the plan; those with an unsafe verdict are taken in
    ///   - rate: the rate that the model gives a prompt
    init(_ space: SearchSpace, tests: [PartTest], rate: ([Int]) -> Double) {
        self.space = space
        best = space.distinguishing.map { _ in [:] }
        for test in tests where test.isUnsafe == true {
            guard let ordinal = test.ordinal else { continue }
            let rate = rate(test.values)
            for (place, axis) in space.distinguishing.enumerated() where test.values[axis] != SearchSpace.unknown {
                if rate > best[place][test.values[axis]]?.rate ?? -1 {
                    best[place][test.values[axis]] = (rate, ordinal)
                }
            }
        }
    }

    /// Where a prompt's parts come from; nil where no finding has any of them.
    func lineage(of values: [Int]) -> Lineage? {
        let parents = space.distinguishing.enumerated().map { place, axis in best[place][values[axis]]?.ordinal }
        let known = parents.compactMap { $0 }
        guard let first = known.first else { return nil }
        let others = known.filter { $0 != first }
        guard others.isEmpty else { return Lineage(change: .combine, parents: [first] + others.prefix(1)) }
        return Lineage(change: parents[0] == nil ? .transfer : .move, parents: [first])
    }
}
