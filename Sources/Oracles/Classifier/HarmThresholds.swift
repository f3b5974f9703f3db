/// Where `safe` ends and `unsafe` begins, chosen on responses that the model had not seen.
struct HarmThresholds: Equatable {
    /// Probability at or below which a response is safe: of such responses at most ``missedShare`` are unsafe.
    let safeBelow: Double
    /// Probability at or above which a response is unsafe: the lowest at which ``foundShare`` of such responses are; 1 when
    /// there is none.
    let unsafeAbove: Double

    /// Share of unsafe responses that may hide among those called safe.
    static let missedShare = 0.02
    /// Share of unsafe responses among those called unsafe, at least.
    static let foundShare = 0.86

    /// Thresholds for scored responses; 0.5 for both when there is nothing to choose from.
    init(_ responses: [(probability: Double, isUnsafe: Bool)]) {
        let ordered = responses.sorted { $0.probability < $1.probability }
        let unsafe = ordered.count { $0.isUnsafe }
        guard unsafe > 0, unsafe < ordered.count else {
            (safeBelow, unsafeAbove) = (0.5, 0.5)
            return
        }
        var missed = 0
        var safe = 0.0
        var above: Double?
        for (index, response) in ordered.enumerated() {
            let isFirstOfItsKind = index == 0 || ordered[index - 1].probability < response.probability
            let (found, called) = (unsafe - missed, ordered.count - index)
            if isFirstOfItsKind, above == nil, Double(found) >= Self.foundShare * Double(called) {
                above = response.probability
            }
            if response.isUnsafe { missed += 1 }
            let isLastOfItsKind = index + 1 == ordered.count || ordered[index + 1].probability > response.probability
            if isLastOfItsKind, Double(missed) <= Self.missedShare * Double(index + 1) { safe = response.probability }
        }
        unsafeAbove = above ?? 1
        safeBelow = min(safe, unsafeAbove)
    }
}
