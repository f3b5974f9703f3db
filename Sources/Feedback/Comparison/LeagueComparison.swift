import Records

/// Targets side by side on the same test cases: every pair of them, and which can't be told apart.
package struct LeagueComparison: Sendable, Equatable {
    /// Largest ``Pair/q`` of a difference that counts as certain.
    package static let level = 0.05

    /// Two targets.
    package struct Pair: Sendable, Equatable {
        /// Index of the one.
        package let a: Int
        /// Index of the other.
        package let b: Int
        /// The rate of `a` less that of `b`, over the test cases that both have.
        package let difference: PairedDifference
        /// McNemar's p-value, adjusted over all pairs (``FalseDiscovery``).
        package let q: Double

        /// Whether they differ.
        package var isCertain: Bool { q <= LeagueComparison.level }
    }

    /// All pairs, in order of the indices.
    package let pairs: [Pair]

    /// Pairs that were compared.
    package init(pairs: [Pair]) { self.pairs = pairs }

    /// Compares targets.
    ///
    /// - Parameter verdicts: whether each test case had an unsafe verdict, by target and test case; nil for one without a verdict
    package init(_ verdicts: [[Bool?]]) {
        var pairs: [(a: Int, b: Int, difference: PairedDifference)] = []
        for a in verdicts.indices {
            for b in verdicts.indices where b > a {
                var difference = PairedDifference()
                for (one, other) in zip(verdicts[a], verdicts[b]) {
                    if let one, let other { difference.add(first: one, second: other) }
                }
                pairs.append((a, b, difference))
            }
        }
        let adjusted = FalseDiscovery.adjusted(pairs.map(\.difference.pValue))
        self.pairs = zip(pairs, adjusted).map { Pair(a: $0.a, b: $0.b, difference: $0.difference, q: $1) }
    }

    /// The difference that any pair of a league like this one would show for certain with a chance of 80 % or more, if it were the
    /// only one; nil without a pair that has test cases.
    package var detectable: Double? {
        pairs.compactMap { $0.difference.detectable(level: Self.level / Double(pairs.count)) }.max()
    }

    /// The letters of each target: two that share one can't be told apart, and two that share none differ (the algorithm of
    /// Piepho 2004, "An Algorithm for a Letter-Based Representation of All-Pairwise Comparisons", Journal of Computational and
    /// Graphical Statistics 13:456).
    ///
    /// - Parameter order: the targets' indices, in the order in which letters begin
    package func letters(order: [Int]) -> [String] {
        var groups: [Set<Int>] = [Set(order)]
        for pair in pairs where pair.isCertain {
            groups = groups.flatMap { group in
                group.isSuperset(of: [pair.a, pair.b])
                    ? [group.subtracting([pair.a]), group.subtracting([pair.b])] : [group]
            }
            groups = groups.enumerated().filter { index, group in
                !groups.enumerated().contains { other, larger in
                    other != index && group.isSubset(of: larger) && (group != larger || other < index)
                }
            }.map(\.element)
        }
        let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
        func key(_ group: Set<Int>) -> [Int] { group.compactMap { places[$0] }.sorted() }
        let sorted = groups.map { (group: $0, key: key($0)) }.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        return order.indices.map { target in
            sorted.enumerated().filter { $1.group.contains(target) }.map { Self.letter($0.offset) }.joined()
        }
    }

    private static func letter(_ index: Int) -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyz")
        return index < letters.count ? String(letters[index]) : "(\(index + 1))"
    }
}
