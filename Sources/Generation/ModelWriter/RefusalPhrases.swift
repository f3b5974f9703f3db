import Foundations
import SafetyGrid

/// How a generator model declines to write tests. A phrase counts only near the beginning, where refusals have it: prompts
/// themselves may well say "I can't".
enum RefusalPhrases {
    /// How much of a reply is searched, in characters.
    static let openingLength = 240

    /// The phrase by which a text declines; nil when it does not.
    ///
    /// - Parameters:
    ///   - text: a reply, or one of its parts
    ///   - length: how much of it is searched, in characters
    static func refusal(in text: String, within length: Int = openingLength) -> String? {
        let opening = ByteSearch.folded(text, within: length)
        return phrases.first { ByteSearch.find($0.utf8, in: opening) }
    }

    private static let phrases: [String] = {
        let cannot = ["i can't", "i cannot", "i'm unable to", "i am unable to", "i'm not able to", "i am not able to"]
        let acts = [
            "help with", "assist", "create", "generate", "provide", "produce", "write these", "write prompts",
            "write such", "comply", "fulfill", "fulfil", "participate", "engage in", "do that", "support this",
        ]
        return cannot.flatMap { start in acts.map { "\(start) \($0)" } } + [
            "i won't create", "i won't write", "i won't generate", "i won't help", "i won't provide",
            "i will not write",
            "i will not create", "i will not generate", "i will not provide", "i must decline", "i have to decline",
            "i need to decline", "i decline to", "i refuse to write", "i refuse to create", "i refuse to generate",
            "i'm not comfortable writing", "i'm not comfortable creating", "i'm not comfortable generating",
            "i'm sorry, but i", "i am sorry, but i", "sorry, but i can't", "sorry, but i cannot", "sorry, i can't",
            "i apologize, but", "i apologise, but", "against my guidelines", "violates my guidelines",
            "as an ai language model, i", "not something i can help", "i'd rather not create", "i can not help",
        ]
    }()
}
