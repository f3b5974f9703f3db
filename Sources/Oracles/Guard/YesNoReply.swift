import ChatModels

/// The reply of a guard that is asked whether a policy is violated.
enum YesNoReply {
    /// `Yes` is unsafe. The verdict is the first word of the reply, or stands in `<score>`, or as `PASS` or `FAIL` in `<answer>`
    /// (DynaGuard); nil for anything else, and for scores that contradict each other.
    static func reading(of reply: ChatReply) -> GuardReading? {
        let lines = reply.spokenLines
        let text = lines.joined(separator: " ").lowercased()
        let answers = Set(text.matches(of: /<answer>\s*(pass|fail)\s*<\/answer>/).map(\.output.1))
        if let answer = answers.first { return answers.count == 1 ? GuardReading(isUnsafe: answer == "fail") : nil }
        let scores = Set(text.matches(of: /<score>\s*(yes|no)\s*<\/score>/).map(\.output.1))
        let word: Substring
        if let score = scores.first {
            guard scores.count == 1 else { return nil }
            word = score
        } else {
            word = (lines.first ?? "").lowercased().drop { !$0.isLetter }.prefix { $0.isLetter }
        }
        guard word == "yes" || word == "no" else { return nil }
        return GuardReading(
            isUnsafe: word == "yes",
            confidence: reply.confidence(in: String(word), against: word == "yes" ? "no" : "yes"))
    }
}
