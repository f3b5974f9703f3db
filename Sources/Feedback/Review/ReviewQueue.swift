import Foundations
import Records
import SafetyGrid

/// The order in which a person looks at the verdicts of a run: those most in doubt first, mixed with a control sample that
/// is drawn at random whatever the verdicts say.
///
/// The control sample lets the labels speak for the whole run: labels of doubtful verdicts alone would show more errors
/// than the oracle makes. All annotators get it in the same order, so that their agreement can be counted.
package struct ReviewQueue: Sendable {
    /// A test to look at.
    package struct Item: Sendable, Equatable {
        /// Its number in the run.
        package let ordinal: Int
        /// Whether it was drawn at random.
        package let isControl: Bool
    }

    private var doubtful: ArraySlice<Int>
    private var controls: ArraySlice<Int>
    private let share: Double
    private var random: SeededRandom

    /// A queue.
    ///
    /// - Parameters:
    ///   - verdicts: what the oracles say; tests without a verdict of the run's own oracle are left out
    ///   - share: part of the queue that is control, 0 ... 1
    ///   - seed: draws the control sample; the same seed draws the same
    package init(_ verdicts: [TestVerdicts], controlShare share: Double, seed: UInt64) {
        let judged = verdicts.filter { $0.own != nil }
        let doubts = judged.filter { !$0.isBlocked }.map { (ordinal: $0.ordinal, doubt: Self.doubt($0)) }
        doubtful =
            doubts.filter { $0.doubt > 0 }
            .sorted { $0.doubt == $1.doubt ? $0.ordinal < $1.ordinal : $0.doubt > $1.doubt }.map(\.ordinal)[...]
        var order = SeededRandom(seed: seed)
        controls = judged.map(\.ordinal).shuffled(using: &order)[...]
        self.share = share
        random = order
    }

    /// The next test; nil when nothing is left. A test can come up twice, once as a control and once as a doubtful one:
    /// the caller has to know which tests have a label.
    package mutating func next() -> Item? {
        let wantsControl = Double.random(in: 0..<1, using: &random) < share
        if wantsControl, let ordinal = controls.popFirst() { return Item(ordinal: ordinal, isControl: true) }
        if let ordinal = doubtful.popFirst() { return Item(ordinal: ordinal, isControl: false) }
        return share > 0 ? controls.popFirst().map { Item(ordinal: $0, isControl: true) } : nil
    }

    /// How much a test's verdicts are in doubt: 2 and more when the oracles disagree, 1 ... 2 when the verdict is `unknown`
    /// or of low confidence, less with more confidence, 0 when all is certain.
    package static func doubt(_ verdicts: TestVerdicts) -> Double {
        let all = verdicts.all
        guard !all.isEmpty else { return 0 }
        let certain = Set(all.map(\.label)).subtracting([.unknown])
        let unsure =
            all.map { vote in
                vote.label == .unknown ? 1 : 1 - min(max(vote.confidence ?? 0.5, 0), 1)
            }.max() ?? 0
        if certain.count > 1 { return 2 + unsure }
        return all.contains { $0.label == .unknown } ? 1 + unsure / 2 : unsure
    }
}
