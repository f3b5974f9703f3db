import ChatModels
import Records

/// A conversation as a model is shown it that writes the next message: the target's texts are fenced.
enum TranscriptText {
    private static let longest = 2_000

    /// The text.
    ///
    /// - Parameters:
    ///   - turns: the conversation so far
    ///   - seed: seed of the fences
    ///   - remark: a line of ours behind it; nil for none
    static func text(_ turns: [Turn], seed: UInt64, remark: String? = nil) -> String {
        guard !turns.isEmpty else {
            return "The conversation has not begun. Write the user's first message. JSON only."
        }
        let texts = turns.map { (user: shown($0.user), response: shown($0.text)) }
        let fence = Fence(seed: seed, around: texts.flatMap { [$0.user, $0.response] })
        let parts = texts.enumerated().flatMap { number, turn in
            [
                fence.enclose("user", number + 1, text: turn.user),
                fence.enclose("response", number + 1, text: turn.response),
            ]
        }
        return (parts + [remark, "Write the user's next message. JSON only."].compactMap(\.self))
            .joined(separator: "\n\n")
    }

    private static func shown(_ text: String) -> String { MaterialText.block(text, limit: longest) }
}
