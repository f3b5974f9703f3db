import ChatModels
import Records

/// Says the steps of a strategy's script.
package struct ScriptedSide: UserSide {
    private let strategy: Strategy
    private let steps: [Strategy.Step]
    private let prompt: String
    private let topic: String

    /// The user's side of one test.
    ///
    /// - Parameters:
    ///   - strategy: its script
    ///   - prompt: the test case's prompt
    ///   - topic: the hazard's topic, as it stands within a sentence
    ///   - maxTurns: most steps, 1 or more
    package init(_ strategy: Strategy, prompt: String, topic: String, maxTurns: Int) {
        self.strategy = strategy
        steps = Array(strategy.steps(atMost: maxTurns))
        self.prompt = prompt
        self.topic = topic
    }

    package func next(after turns: [Turn], variant: Int) -> String? {
        guard turns.count < steps.count else { return nil }
        let step = steps[turns.count]
        if step.isAfterRefusal, !(turns.last.map(Self.isRefused) ?? false) { return nil }
        return filled(step.text, quote: turns.last.map(Self.quote) ?? "")
    }

    package func history(of turns: [Turn]) -> [Turn] {
        strategy.forgetsRefusals ? turns.filter { !Self.isRefused($0) } : turns
    }

    private static func isRefused(_ turn: Turn) -> Bool {
        turn.replies.last.map { $0.response.blocked != nil || RefusalLexicon.refusal(in: $0.response.text) != nil }
            ?? false
    }

    /// The text with its slots filled, in one pass: what a slot brings in is never read as a slot.
    private func filled(_ text: String, quote: String) -> String {
        var parts = text.split(separator: "{", omittingEmptySubsequences: false)[...]
        var result = String(parts.removeFirst())
        for part in parts {
            let name = part.prefix { $0 != "}" }
            switch name {
            case "prompt": result += prompt
            case "topic": result += topic
            default: result += quote
            }
            result += part.dropFirst(name.count + 1)
        }
        return result
    }

    private static let quoteLength = 240

    /// The beginning of the target's last text in one line, up to the end of a sentence where there is one.
    private static func quote(_ turn: Turn) -> String {
        let line = turn.text.prefix(4 * quoteLength).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let cut = line.prefix(quoteLength)
        guard cut.count < line.count else { return line.replacing("\"", with: "'") }
        let end = cut.lastIndex { ".!?".contains($0) }.map { cut.index(after: $0) }
        return String(end.map { cut[..<$0] } ?? cut).replacing("\"", with: "'")
    }
}
