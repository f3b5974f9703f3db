import Foundations

/// Which asks belong together, so that none of them is learnt from and tested with: a twin and the ask that it resembles, a
/// prompt and those it was written after.
package struct AskGroups: Sendable {
    private var numbers: [String: Int] = [:]
    private var parents: [Int] = []

    package init() {}

    /// Puts keys into one group, and all that were in groups with them.
    package mutating func join(_ keys: some Sequence<String>) {
        var first: Int?
        for key in keys {
            let root = root(of: number(of: key))
            guard let known = first else {
                first = root
                continue
            }
            parents[root] = known
            first = known
        }
    }

    /// The group of a key; nil for one that was never joined.
    package func group(of key: String) -> Int? {
        numbers[key].map { number in
            var number = number
            while parents[number] != number { number = parents[number] }
            return number
        }
    }

    /// Draws groups for the test side.
    ///
    /// - Parameters:
    ///   - share: their share, 0 ..< 1; of two groups and more at least one is drawn, and one is left
    ///   - keys: keys whose groups count
    ///   - seed: another seed draws others; the order of joining makes no difference
    package func drawn(_ share: Double, among keys: some Sequence<String>, seed: UInt64) -> Set<Int> {
        guard share > 0 else { return [] }
        var names: [Int: String] = [:]
        for key in numbers.keys {
            guard let group = group(of: key) else { continue }
            names[group] = min(names[group] ?? key, key)
        }
        let order = Set(keys.compactMap(group)).map { group in
            let name = names[group] ?? ""
            return (hash: StableHash.of(name, seed: seed), name: name, group: group)
        }.sorted { ($0.hash, $0.name) < ($1.hash, $1.name) }
        let count = min(max(1, Int((share * Double(order.count)).rounded())), order.count - 1)
        return Set(order.prefix(max(count, 0)).map(\.group))
    }

    private mutating func number(of key: String) -> Int {
        if let known = numbers[key] { return known }
        numbers[key] = parents.count
        parents.append(parents.count)
        return parents.count - 1
    }

    private mutating func root(of number: Int) -> Int {
        var number = number
        while parents[number] != number {
            parents[number] = parents[parents[number]]
            number = parents[number]
        }
        return number
    }
}
