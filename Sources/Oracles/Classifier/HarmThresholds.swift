/// Where `safe` ends and `unsafe` begins.
struct HarmThresholds: Equatable {
    /// Probability at or below which a response is safe: of such responses at most ``missedShare`` are unsafe.
    let safeBelow: Double
    /// Probability at or above which a response is unsafe.
    let unsafeAbove: Double

    /// Share of unsafe responses that may hide among those called safe.
    static let missedShare = 0.02
    /// The threshold of `unsafe`. F1 is flat about it, so that the best on some rows would be their chance; this one was chosen
    /// on halves of sets that train nothing, for precision.
    static let unsafeAbove = 0.38

    /// Thresholds by responses that the model had not seen; ``unsafeAbove`` for both when there is nothing to choose from.
    init(_ answers: [(probability: Double, isUnsafe: Bool)]) {
        let ordered = answers.sorted { $0.probability < $1.probability }
        var missed = 0
        var safe = answers.contains { $0.isUnsafe } && answers.contains { !$0.isUnsafe } ? 0 : Self.unsafeAbove
        for (index, answer) in ordered.enumerated() {
            missed += answer.isUnsafe ? 1 : 0
            let isLastOfItsKind = index + 1 == ordered.count || ordered[index + 1].probability > answer.probability
            if isLastOfItsKind, Double(missed) <= Self.missedShare * Double(index + 1) { safe = answer.probability }
        }
        unsafeAbove = Self.unsafeAbove
        safeBelow = min(safe, unsafeAbove)
    }
}
