/// A mark of a text's form that no list of words catches.
enum StyleFeature: String, CaseIterable, Sendable {
    /// The last sentence is a question.
    case questionForm = "question_form"
    /// Words are one slip away from known ones.
    case misspellingNoise = "misspelling_noise"
    /// Words lose their last letter to an apostrophe.
    case droppedEndings = "dropped_endings"
    /// Words are long on average.
    case longWords = "long_words"

    /// How strongly a text shows the feature.
    ///
    /// - Parameters:
    ///   - text: the text
    ///   - slips: how many of its words were corrected
    /// - Returns: 0 for not at all, 1 for clearly, at most 3
    func strength(in text: PromptText, slips: Int) -> Double {
        switch self {
        case .questionForm:
            return text.endsAsQuestion ? 1 : 0
        case .misspellingNoise:
            // One slip happens to anybody.
            return min(Double(max(slips - 1, 0)), 3)
        case .droppedEndings:
            return min(Double(text.droppedEndings), 3)
        case .longWords:
            guard !text.words.isEmpty else { return 0 }
            let mean = Double(text.words.reduce(0) { $0 + $1.utf8.count }) / Double(text.words.count)
            return min(max(mean - 5.5, 0), 1)
        }
    }
}
