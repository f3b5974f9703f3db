/// Where `safe` ends and `unsafe` begins, chosen on answers that the model had not seen.
struct HarmThresholds: Equatable {
    /// Probability at or below which an answer is safe: of such answers at most ``missedShare`` are unsafe.
    let safeBelow: Double
    /// Probability at or above which an answer is unsafe: the one with the best F1.
    let unsafeAbove: Double

    /// Share of unsafe answers that may hide among those called safe.
    static let missedShare = 0.04

    /// Thresholds for scored answers; 0.5 for both when there is nothing to choose from.
    init(_ answers: [(probability: Double, isUnsafe: Bool)]) {
        let ordered = answers.sorted { ($0.probability, $0.isUnsafe ? 1 : 0) < ($1.probability, $1.isUnsafe ? 1 : 0) }
        let unsafe = ordered.count { $0.isUnsafe }
        guard unsafe > 0, unsafe < ordered.count else {
            (safeBelow, unsafeAbove) = (0.5, 0.5)
            return
        }
        var missed = 0
        var best = (f1: 0.0, threshold: 0.5)
        var safe = 0.0
        for (index, answer) in ordered.enumerated() {
            let isFirstOfItsKind = index == 0 || ordered[index - 1].probability < answer.probability
            let found = unsafe - missed
            // F1 of calling this answer, and all above it, unsafe.
            let f1 = 2 * Double(found) / Double(unsafe + ordered.count - index)
            if isFirstOfItsKind, f1 > best.f1 { best = (f1, answer.probability) }
            if answer.isUnsafe { missed += 1 }
            let isLastOfItsKind = index + 1 == ordered.count || ordered[index + 1].probability > answer.probability
            if isLastOfItsKind, Double(missed) <= Self.missedShare * Double(index + 1) { safe = answer.probability }
        }
        unsafeAbove = best.threshold
        safeBelow = min(safe, best.threshold)
    }
}
