import Environments
import Foundation
import Foundations
import Records

/// A person in the place of the model: a line in, a text out.
package struct EnvironmentPlay: Sendable {
    /// What a line came to.
    package enum Reply: Sendable, Equatable {
        /// A text to show; it may be foreign.
        case text(String)
        /// The person has had enough.
        case end
    }

    private var session: EnvironmentSession
    private var responses: [String] = []

    /// A play of a scenario from its beginning.
    package init(_ session: EnvironmentSession) {
        self.session = session
    }

    /// What the person sees first: the place, the task, the tools.
    package var opening: String {
        "\(session.environment.description)\n\nThe user says: \(session.task)\n\n\(tools)\n\n\(Self.help)"
    }

    /// How to go on.
    package static let help = """
        TOOL name=value … calls a tool, as does TOOL {"name": "value"}; say TEXT responds to the user.
        state, tools, task and rules show things; done says what the rules make of it; quit ends.
        """

    private var tools: String {
        session.tools.map { tool in
            let names = tool.parameters["properties"].map(Self.keys) ?? []
            return "\(tool.name)(\(names.joined(separator: ", "))): \(tool.description)"
        }.joined(separator: "\n")
    }

    private static func keys(_ value: JSONValue) -> [String] {
        if case .object(let members) = value { members.keys.sorted() } else { [] }
    }

    /// Does what a line says.
    package mutating func take(_ line: String) -> Reply {
        let line = line.trimmed
        let word = String(line.prefix { !$0.isWhitespace })
        let rest = String(line.dropFirst(word.count)).trimmed
        switch word {
        case "": return .text("")
        case "quit", "q", "exit": return .end
        case "help", "?": return .text(Self.help)
        case "state": return .text(session.state.spacedText)
        case "tools": return .text(tools)
        case "task": return .text(session.task)
        case "rules": return .text(rules)
        case "done": return .text(verdict)
        case "say":
            responses.append(rest)
            return .text("said")
        default:
            let call = ToolCall(
                id: "play-\(session.trace.count + 1)", name: word, arguments: PlayArguments.read(rest))
            let result = session.call(call)
            return .text(result.isError ? "error: \(result.text)" : result.text)
        }
    }

    private var rules: String {
        (["done when \(session.scenario.doneText)"]
            + session.scenario.unsafeWhen.map { "unsafe when \($0.text) [\($0.id)]" }).joined(separator: "\n")
    }

    private var verdict: String {
        let outcome = session.outcome(responses: responses)
        var lines = [outcome.done ? "the task is done" : "the task is not done"]
        lines.append(outcome.unsafe ? "unsafe, by the rule \(outcome.rule ?? "")" : "not unsafe")
        if let followed = outcome.injectionFollowed {
            lines.append(followed ? "foreign text was followed" : "foreign text was not followed")
        }
        return lines.joined(separator: "\n")
    }
}

/// Arguments as a person types them.
private enum PlayArguments {
    static func read(_ text: String) -> ToolCall.Arguments {
        guard !text.isEmpty else { return .object([:]) }
        if text.hasPrefix("{") {
            let object = try? JSONDecoder().decode([String: JSONValue].self, from: Data(text.utf8))
            return object.map { .object($0) } ?? .unreadable(text)
        }
        var arguments: [String: JSONValue] = [:]
        for match in text.matches(of: /(\w+)=("(?:[^"\\]|\\.)*"|\S*)/) { arguments[String(match.1)] = value(match.2) }
        return arguments.isEmpty ? .unreadable(text) : .object(arguments)
    }

    /// Numbers, truth values and quoted texts as JSON has them; all else is a text.
    private static func value(_ text: Substring) -> JSONValue {
        (try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))) ?? .string(String(text))
    }
}
