import Foundations

/// The places of a response at which it says what its solution is.
enum AnswerCues {
    /// What announces a solution, in small letters.
    private static let cues: [[Unicode.Scalar]] = [
        "answer is", "answers are", "answer would be", "answer should be", "answer must be", "answer:", "answers:",
        "answer -",
        "answer =", "option is", "options are", "choice is", "choices are", "answer to this question is", "solution is",
        "solution:", "result is", "result:", "i choose", "i would choose", "i'd choose", "i select", "i pick",
        "i'd pick",
        "i would pick", "i'd go with", "i go with", "i'll go with", "i would go with", "my choice:", "choice:",
        "correct:",
        "correct option:", "correct letter is", "selected option:", "answer\":", "select option", "go with option",
        "we get", "equals",
        "答案是", "答案为", "答案:", "答案应该是", "答案应为", "答案应是", "答案选", "答案", "应选", "应该选", "故选", "选择", "我选", "所以选",
        "因此选", "选项", "正确的是", "正确选项是", "正确选项为", "正确选项:", "结果是", "结果为", "等于", "选",
    ].map { Array($0.unicodeScalars) }

    /// What goes before a solution often, and before other letters as well.
    private static let weakCues: [[Unicode.Scalar]] = [
        "it is", "it's", "hence", "thus", "therefore", "option", "choice", "so",
    ].map { Array($0.unicodeScalars) }

    private static let strong = byFirst(cues)
    private static let weak = byFirst(weakCues)
    /// Cues by their first scalar, the longest first.
    private static func byFirst(_ cues: [[Unicode.Scalar]]) -> [Unicode.Scalar: [[Unicode.Scalar]]] {
        Dictionary(grouping: cues.sorted { $0.count > $1.count }) { $0[0] }
    }
    /// Most cues that are looked at, from the end.
    private static let most = 40

    /// What turns a cue round.
    private static let denials: [[Unicode.Scalar]] = ["not ", "n't ", "不是", "不应", "不能", "不选", "非"].map {
        Array($0.unicodeScalars)
    }

    /// The positions behind the last cues, in order. A cue that is denied ("is not") is none.
    ///
    /// - Parameters:
    ///   - text: a response
    ///   - isWeak: whether the cues are looked at that announce other letters as well
    static func ends(in text: [Unicode.Scalar], isWeak: Bool = false) -> [Int] {
        let table = isWeak ? weak : strong
        let small = text.map(lowered)
        var ends: [Int] = []
        for start in small.indices {
            guard let cue = table[small[start]]?.first(where: { small[start...].starts(with: $0) }) else { continue }
            // Not within a word: "the same answer is" is one, "unanswer is" none.
            if start > 0, isLatin(small[start - 1]), isLatin(cue[0]) { continue }
            let before = small[max(0, start - 4)..<start]
            guard !denials.contains(where: { before.suffix($0.count).elementsEqual($0) }) else { continue }
            let end = start + cue.count
            let rest = small[end...].drop { $0 == " " || $0 == ":" }
            guard !denials.contains(where: { rest.starts(with: $0) }) else { continue }
            ends.append(end)
        }
        return ends.suffix(most)
    }

    static func lowered(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        ("A"..."Z").contains(scalar) ? Unicode.Scalar(scalar.value + 32) ?? scalar : scalar
    }

    static func isLatin(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }
}
