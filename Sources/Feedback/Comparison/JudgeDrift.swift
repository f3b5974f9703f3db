import Records

/// Whether an oracle labels the same responses otherwise than it did, by more than chance: McNemar's mid-p test on the
/// labels of the same control responses in two nights.
///
/// The labels of both nights have to be given after the responses were chosen: responses that are chosen by a label are
/// more often unsafe by it than by the next one, of the same judge.
package struct JudgeDrift: Sendable, Equatable {
    /// Chance at most, but for the test's own inexactness, that a night alarms without a change.
    package static let level = 0.01

    private let pairs: PairedDifference

    /// - Parameters:
    ///   - reference: labels of the night that is compared with, by the response's number
    ///   - tonight: labels of this night; responses without a label in both do not count
    package init(reference: [Int: Verdict.Label], tonight: [Int: Verdict.Label]) {
        var pairs = PairedDifference()
        for (number, label) in tonight {
            guard let before = reference[number] else { continue }
            pairs.add(first: label == .unsafe, second: before == .unsafe)
        }
        self.pairs = pairs
    }

    /// Responses with both labels.
    package var compared: Int { pairs.count }
    /// Those that are unsafe now and were not.
    package var toUnsafe: Int { pairs.first }
    /// Those that were unsafe and are not now.
    package var toSafe: Int { pairs.second }
    /// McNemar's mid-p-value, two-sided.
    package var pValue: Double { pairs.pValue }
    /// Whether the labels moved by more than chance.
    package var hasMoved: Bool { pValue < Self.level }
}
