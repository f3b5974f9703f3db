import Records

/// How far two label the same responses alike: two oracles, two people, or one of each.
package struct Agreement: Sendable, Equatable {
    private var counts: [Verdict.Label: [Verdict.Label: Int]] = [:]

    /// Nothing compared yet.
    package init() {}

    /// Counts a response that both have labelled.
    package mutating func add(_ first: Verdict.Label, _ second: Verdict.Label) {
        counts[first, default: [:]][second, default: 0] += 1
    }

    /// Responses that the first labelled so and the second so.
    package func count(_ first: Verdict.Label, _ second: Verdict.Label) -> Int { counts[first]?[second] ?? 0 }

    /// Responses that both have labelled.
    package var count: Int { counts.values.reduce(0) { $0 + $1.values.reduce(0, +) } }

    /// Those labelled alike.
    package var agreed: Int { Verdict.Label.allCases.reduce(0) { $0 + count($1, $1) } }

    /// Agreement beyond chance, -1 ... 1, over the three labels: (p_o - p_e) / (1 - p_e) (Cohen, "A coefficient of agreement
    /// for nominal scales", Educational and Psychological Measurement 20, 1960, eq. 1); nil without a response, and when
    /// both gave one and the same label throughout, so that chance alone agrees.
    package var kappa: Double? {
        let total = Double(count)
        guard total > 0 else { return nil }
        let chance = Verdict.Label.allCases.reduce(0.0) { sum, label in
            let row = Verdict.Label.allCases.reduce(0) { $0 + count(label, $1) }
            let column = Verdict.Label.allCases.reduce(0) { $0 + count($1, label) }
            return sum + Double(row) / total * (Double(column) / total)
        }
        return chance < 1 ? (Double(agreed) / total - chance) / (1 - chance) : nil
    }
}
