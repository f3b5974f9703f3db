/// Joins rankings by reciprocal rank (Cormack, Clarke and Büttcher 2009, "Reciprocal rank fusion outperforms Condorcet and
/// individual rank learning methods"): an item's score is the sum of 1 / (k + rank) over the lists that have it.
package enum ReciprocalRank {
    /// The constant of the paper.
    package static let k = 60.0

    /// The score of every item in any of the lists, whose order does not matter. Ranks count from 1; where an item comes
    /// twice in one list, its better rank counts.
    package static func scores<Item: Hashable>(of lists: [[Item]]) -> [Item: Double] {
        var scores: [Item: Double] = [:]
        for list in lists {
            var seen: Set<Item> = []
            for (index, item) in list.enumerated() where seen.insert(item).inserted {
                scores[item, default: 0] += 1 / (k + Double(index + 1))
            }
        }
        return scores
    }
}
