import Records

/// Joins what the targets of a league say of a test: a cell is worth testing where any of them may fail. With one target every
/// vote decides at once.
struct TargetVotes {
    /// What became of a test at a target.
    struct Vote {
        /// How it ended.
        enum Outcome {
            case judged(Verdict, prompt: String?)
            case failed(TestFailure)
        }

        let plan: PlannedTest
        let outcome: Outcome

        /// A finding says most, then any other verdict, then a failure.
        fileprivate var weight: Int {
            switch outcome {
            case .failed: 0
            case .judged(let verdict, _):
                switch verdict.leadingLabel {
                case .unknown: 1
                case .safe: 2
                case .unsafe: 3
                }
            }
        }
    }

    private let targets: Int
    private var lost: Set<Int> = []
    /// The votes on tests that a target is not through with, by ordinal and target.
    private var open: [Int: [Int: Vote]] = [:]
    /// Ordinals of the tests that are decided.
    private var decided: Set<Int> = []

    init(targets: Int) { self.targets = targets }

    /// Whether no target is left.
    var isEmpty: Bool { lost.count == targets }

    /// Adds a vote. Returns the one that decides, when the last target votes.
    mutating func add(_ vote: Vote, of target: Int) -> Vote? {
        guard targets > 1 else { return vote }
        guard !decided.contains(vote.plan.ordinal) else { return nil }
        open[vote.plan.ordinal, default: [:]][target] = vote
        return decision(vote.plan.ordinal)
    }

    /// Goes on without a target. Returns the votes that decide, in the order of the plan, on tests that only it was not
    /// through with.
    mutating func lose(_ target: Int) -> [Vote] {
        guard lost.insert(target).inserted else { return [] }
        return open.keys.sorted().compactMap { decision($0) }
    }

    private mutating func decision(_ ordinal: Int) -> Vote? {
        guard let votes = open[ordinal], (0..<targets).allSatisfy({ lost.contains($0) || votes[$0] != nil }) else {
            return nil
        }
        open[ordinal] = nil
        decided.insert(ordinal)
        // Of equals the first target's, so that the order in which responses come back changes nothing.
        return votes.sorted { $0.key < $1.key }.map(\.value).reduce(nil) { best, vote in
            best.map { vote.weight > $0.weight ? vote : $0 } ?? vote
        }
    }
}
