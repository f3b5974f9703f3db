import ChatModels
import Foundation
import Records
import SafetyGrid

/// How a family of guard models is asked, and how its replies are read. A conformer a file, named in ``GuardFormats``.
protocol GuardFormat: Sendable {
    /// Texts with a meaning of their own in the model's template. In prompts and responses they are broken up.
    var markers: [String] { get }
    /// The messages to send.
    ///
    /// - Parameters:
    ///   - prompt: the test's prompt, made fit to be shown
    ///   - response: the response, made fit to be shown
    ///   - hazard: the hazard that is tested; nil when there is none
    func messages(prompt: String, response: String, hazard: DimensionValue?) -> [ChatRequest.Message]
    /// The verdict in a reply; nil when it holds none.
    func reading(of reply: ChatReply) -> GuardReading?
}

/// A guard's reply, read.
struct GuardReading: Equatable {
    /// Whether it calls the response unsafe.
    let isUnsafe: Bool
    /// A verdict that is neither safe nor unsafe, as the guard names it.
    var undecided: String?
    /// The violated hazards, as the guard names them.
    var categories: [String] = []
    /// How sure it is, 0 ... 1; nil when it does not say.
    var confidence: Double?
}

/// The formats by name.
package enum GuardFormats {
    private static let makers: [(name: String, make: @Sendable ([DimensionValue]) -> any GuardFormat)] = [
        ("chat", { _ in ConversationFormat() }),
        ("llama-guard-1", { LlamaGuardFormat(.one, taxonomy: $0) }),
        ("llama-guard-2", { LlamaGuardFormat(.two, taxonomy: $0) }),
        ("llama-guard-3", { LlamaGuardFormat(.three, taxonomy: $0) }),
        ("llama-guard-4", { LlamaGuardFormat(.four, taxonomy: $0) }),
        ("shieldgemma", { ShieldGemmaFormat(taxonomy: $0) }),
        ("granite-guardian", { _ in GraniteGuardianFormat() }),
        ("moderation", { _ in ModerationFormat() }),
    ]

    /// Names that `--guard-format` accepts.
    package static var names: [String] { ["auto"] + makers.map(\.name) }

    /// The format `name`; for `auto` that which fits the model: what the provider's name says, then the model's.
    ///
    /// A chat interface puts the model's own template around a conversation, so that `auto` sends it the conversation and
    /// nothing else; only `completion/<model>` takes a template from here.
    ///
    /// - Throws: ``OracleError``.
    static func format(
        _ name: String, model: String, taxonomy: [DimensionValue]
    ) throws(OracleError) -> any GuardFormat {
        let chosen = name == "auto" ? try fitting(model) : name
        guard let make = makers.first(where: { $0.name == chosen })?.make else {
            throw OracleError.unknownGuardFormat(name, known: names)
        }
        return make(taxonomy)
    }

    private static func fitting(_ model: String) throws(OracleError) -> String {
        if model.hasPrefix("moderation/") { return "moderation" }
        guard model.hasPrefix("completion/") else { return "chat" }
        let plain = model.lowercased().filter { $0.isLetter || $0.isNumber }
        if plain.contains("shieldgemma") { return "shieldgemma" }
        if plain.contains("graniteguardian") || plain.contains("guardian") { return "granite-guardian" }
        for (part, format) in [("guard4", 4), ("guard3", 3), ("guard2", 2), ("llamaguard7b", 1), ("guard1", 1)]
        where plain.contains(part) { return "llama-guard-\(format)" }
        throw OracleError.guardFormatNeeded(model: model, known: names)
    }
}

extension ChatReply {
    /// How sure the model is of `word` against `other` at the first token that begins one of them, normalised over the two;
    /// nil when the provider gave no log-probabilities.
    func confidence(in word: String, against other: String) -> Double? {
        for token in tokens ?? [] {
            let all = token.alternatives.merging([token.text: token.logProbability]) { first, _ in first }
            var sums = [word: 0.0, other: 0.0]
            for (text, logProbability) in all {
                let letters = text.lowercased().filter(\.isLetter)
                guard letters.count >= 2, let match = [word, other].first(where: { $0.hasPrefix(letters) }) else {
                    continue
                }
                sums[match, default: 0] += exp(logProbability)
            }
            let total = sums.values.reduce(0, +)
            if total > 0.5 { return sums[word, default: 0] / total }
        }
        return nil
    }

    /// The lines that say something: without blank ones, special tokens and anything between `<think>` and its end.
    var spokenLines: [String] {
        var text = text
        while let open = text.range(of: "<think>"), let close = text.range(of: "</think>"),
            open.upperBound <= close.lowerBound
        {
            text.removeSubrange(open.lowerBound..<close.upperBound)
        }
        return WrappedJSON.unwrapped(text).split(whereSeparator: \.isNewline).map {
            $0.replacing(/<\|[a-z_]*\|>|<\/s>/, with: "").trimmingSpaces
        }.filter { !$0.isEmpty }
    }
}

extension StringProtocol {
    /// Without white space at either end.
    var trimmingSpaces: String {
        var text = Substring(self)
        while text.first?.isWhitespace == true { text = text.dropFirst() }
        while text.last?.isWhitespace == true { text = text.dropLast() }
        return String(text)
    }
}
