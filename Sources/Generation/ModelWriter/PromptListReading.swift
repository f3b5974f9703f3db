import ChatModels
import Foundations
import SafetyGrid

/// The prompts in a generator model's reply, read tolerantly: JSON in fences or between sentences, numbered lists,
/// bullets, lines in quotes. Never fails; what is no prompt is left out.
struct PromptListReading: Equatable {
    /// Most Unicode scalars of a reply that are read.
    static let longestReply = 262_144
    /// Most Unicode scalars of a prompt; a longer text is no prompt and is left out.
    static let longestPrompt = 4_000
    /// Fewest Unicode scalars of a prompt.
    static let shortestPrompt = 8
    /// Most prompts of a reply.
    static let mostPrompts = 100

    /// The prompts, in order, each once.
    let prompts: [String]

    /// Reads a reply.
    init(_ reply: String) {
        let text = WrappedJSON.unwrapped(Thoughts(in: reply).response).unicodeScalars.prefix(Self.longestReply)
        let listed = Self.distinct(Self.fromJSON(Array(text), depth: 0))
        prompts = listed.isEmpty ? Self.distinct(PromptLines.prompts(in: String(text))) : listed
    }

    private static func distinct(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        var prompts: [String] = []
        for text in texts where prompts.count < mostPrompts {
            guard let prompt = PromptCleaning.prompt(text), seen.insert(prompt).inserted else { continue }
            prompts.append(prompt)
        }
        return prompts
    }

    private static func fromJSON(_ scalars: [Unicode.Scalar], depth: Int) -> [String] {
        var texts: [String] = []
        for value in LenientJSON.values(in: scalars) { collect(value, depth: depth, into: &texts) }
        return texts
    }

    private static func collect(_ value: LenientJSON.Value, depth: Int, into texts: inout [String]) {
        switch value {
        case .word: return
        case .text(let text):
            // A list that was quoted as a whole.
            if depth == 0, let first = text.trimmed.first, first == "[" || first == "{" {
                texts += fromJSON(Array(text.unicodeScalars), depth: 1)
            } else {
                texts.append(text)
            }
        case .list(let items):
            for item in items { collect(item, depth: depth, into: &texts) }
        case .members(let members):
            collect(members, depth: depth, into: &texts)
        }
    }

    /// Of an object: the member that is named like a prompt, else members that hold more than a text, else numbered ones.
    private static func collect(
        _ members: [(key: String, value: LenientJSON.Value)], depth: Int, into texts: inout [String]
    ) {
        let named = members.filter { fields.contains($0.key.lowercased()) }
        if !named.isEmpty {
            for member in named { collect(member.value, depth: depth, into: &texts) }
            return
        }
        for member in members {
            if case .text = member.value {
                guard member.key.contains(where: \.isNumber) else { continue }
            }
            collect(member.value, depth: depth, into: &texts)
        }
    }

    private static let fields: Set<String> = [
        "prompt", "prompts", "text", "question", "request", "content", "test", "tests", "input", "message",
        "test_prompt", "test_case", "user_prompt",
    ]
}
