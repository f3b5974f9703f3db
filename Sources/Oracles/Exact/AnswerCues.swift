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
        "we get", "equals", "ans:", "ans.", "ans is", "correct options:", "correct answers:", "i'd say", "i would say",
        "i say",
        "i think it's", "i think it is", "i believe it's", "i believe it is", "it must be", "it should be",
        "it has to be",
        "going with", "go for", "going for", "opt for", "opting for", "settle on", "settling on", "my guess is",
        "guess:", "my choice is", "my choice would be", "my vote is", "i answer", "i'd answer", "choose", "choosing",
        "select", "selecting", "ones are", "one is", "match is", "fit is", "letter is", "pick:", "changing it to",
        "change it to", "change my answer to", "changing my answer to", "switch to", "correct it to",
        "that leaves", "which leaves", "leaving", "we are left with", "my pick is", "corresponds to",
        "答案是", "答案为", "答案:", "答案应该是", "答案应为", "答案应是", "答案选", "答案", "应选", "应该选", "故选", "选择", "我选", "所以选",
        "因此选", "应该是", "应当是", "应是", "我觉得是", "我认为是", "我想是", "我会选", "我猜是", "可以选", "我的回答是", "选的是", "最终选", "最后选",
        "只剩下", "只剩", "剩下", "改为", "改成", "改选", "即", "选项", "正确的是",
        "正确选项是", "正确选项为", "正确选项:", "答:", "结果是", "结果为", "等于", "选",
    ].map { Array($0.unicodeScalars) }

    /// What goes before a solution often, and before other letters as well.
    private static let weakCues: [[Unicode.Scalar]] = [
        "it is", "it's", "hence", "thus", "therefore", "option", "choice", "so",
    ].map { Array($0.unicodeScalars) }

    /// What says behind letters that they are the solution.
    private static let verdicts: [[Unicode.Scalar]] = [
        " is correct", " is right", " is the correct", " is the right", " is the best", " is the answer",
        " is my answer",
        " is what i", " is what we", " is where i", " is my choice", " is my pick", " is the only", " is the one",
        " is the most", " is your answer", " are correct", " are right",
        " are the correct", " are the right", " are the answers",
        " remains", " is left", " are left", " are both correct", " are both right", " is therefore", " fits best",
        " because", " since it", " since the",
        "是正确", "正确", "是对的", "对。", "是最佳", "是最合适", "最合适", "最恰当", "最符合", "更合适", "更恰当", "是最好", "项最", "选项最", "是答案", "是本题",
        "都正确", "都对", "都是正确", "均正确", "符合题意", "符合要求",
        "项正确", "项是正确", "选项正确", "选项是正确", "项符合", "选项符合", "项都正确",
    ].map { Array($0.unicodeScalars) }

    /// Whether what stands at a position says of the letters before it that they are the solution.
    static func confirms(_ text: [Unicode.Scalar], at end: Int) -> Bool {
        let rest = text[end...].prefix(24).map(lowered)
        return verdicts.contains { rest.starts(with: $0) }
    }

    /// What says that a response decides nothing.
    private static let unsure = [
        "can't", "cannot", "can not", "don't know", "do not know", "not sure", "unsure", "unable", "depends",
        "not certain",
        "could be", "might", "no idea", "either", "neither", "无法", "不知道", "不确定", "不能", "难以", "取决于", "也许", "可能",
    ].map { Array($0.unicodeScalars) }

    /// Whether a response says that it decides nothing.
    static func isUnsure(_ text: [Unicode.Scalar]) -> Bool {
        let small = text.map(lowered)
        return unsure.contains { small.firstRange(of: $0) != nil }
    }

    /// What says behind letters that they are not the solution.
    private static let rejections: [[Unicode.Scalar]] = [
        " is wrong", " is not", " isn't", " is incorrect", " are wrong", " are not", " are incorrect", " is false",
        " does not",
        " doesn't", " do not", " don't", " is irrelevant", " is about", "不", "是错", "错误", "项不", "项错", "选项不", "选项错", "都不",
    ].map { Array($0.unicodeScalars) }

    /// Whether the letters between two positions are denied, before or behind them.
    static func isDenied(_ text: [Unicode.Scalar], from start: Int, to end: Int) -> Bool {
        let before = text[..<start].suffix(5).map(lowered)
        let rest = text[end...].prefix(16).map(lowered)
        return denials.contains { before.suffix($0.count).elementsEqual($0) }
            || rejections.contains { rest.starts(with: $0) }
    }

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
