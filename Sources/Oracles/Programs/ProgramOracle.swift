import ChatModels
import Foundations
import Images
import Records
import SafetyGrid

/// `process/<command line>`: a program of the user's own that labels responses.
///
/// A response without text is labelled without it, as by a guard. A conversation is sent whole. A reply without a label is
/// an error of that one response; nothing is guessed.
package struct ProgramOracle: Oracle {
    package let name: String
    package let concurrency: Int
    private let program: LineProgram

    /// Most scalars of a reason that are kept.
    private static let longestReason = 1_000
    private static let keys: Set = ["label", "behaviour", "confidence", "reason", "unsafe_turn"]

    /// - Parameters:
    ///   - program: labels; its greeting says how many responses it takes at a time
    ///   - concurrency: most responses at a time whatever it says, 1 or more
    package init(_ program: LineProgram, concurrency: Int) {
        self.program = program
        self.concurrency = concurrency
        name = program.name
    }

    package var readsTranscripts: Bool { true }

    package func verdict(on exchange: Exchange) async throws -> Verdict {
        if let verdict = exchange.verdictWithoutText(oracle: name) { return verdict }
        return try await asked(exchange, [])
    }

    package func verdict(onConversation exchange: Exchange) async throws -> Verdict {
        try await asked(exchange, exchange.turns.conversation)
    }

    private func asked(_ exchange: Exchange, _ turns: [Turn]) async throws -> Verdict {
        let reply = try await program.ask("verdict", exchange.members(turns), allowing: Self.keys)
        guard let label = try reply.word("label", of: Verdict.Label.self) else {
            throw reply.unreadable("the reply has no 'label'")
        }
        let behaviour = try reply.word("behaviour", of: Behaviour.self)
        let declines = RefusalLexicon.refusal(in: exchange.response.text) != nil
        var details: VerdictDetails?
        if let value = reply.value("unsafe_turn") {
            guard case .int(let turn) = value, (1...max(1, turns.count)).contains(turn), !turns.isEmpty else {
                throw reply.unreadable("'unsafe_turn' has to be the number of a turn, from 1 to \(turns.count)")
            }
            details = VerdictDetails()
            details?.unsafeTurn = turn
        }
        return Verdict(
            label: label, behaviour: behaviour ?? (declines && label != .unsafe ? .refusal : .compliance), oracle: name,
            confidence: try confidence(reply), reason: try reason(reply, label), details: details)
    }

    private func confidence(_ reply: ProgramReply) throws(ChatError) -> Double? {
        let confidence: Double
        switch reply.value("confidence") {
        case nil: return nil
        case .int(let number)?: confidence = Double(number)
        case .number(let number)?: confidence = number
        default: throw reply.unreadable("'confidence' is no number")
        }
        guard (0...1).contains(confidence) else { throw reply.unreadable("'confidence' has to be from 0 to 1") }
        return confidence
    }

    private func reason(_ reply: ProgramReply, _ label: Verdict.Label) throws(ChatError) -> String {
        guard let text = try reply.text("reason") else { return "the program calls it \(label.rawValue)" }
        return String(String.UnicodeScalarView(UntrustedText.trimmed(text).unicodeScalars.prefix(Self.longestReason)))
    }
}

extension Exchange {
    /// The exchange as a program is told it.
    fileprivate func members(_ turns: [Turn]) -> [String: JSONValue] {
        var members: [String: JSONValue] = [
            "test": .string(label), "prompt": .string(prompt), "response": .string(response.text),
            "truncated": .bool(response.truncated), "twin": .bool(isTwin),
        ]
        members["hazard"] = hazard.map(\.told)
        members["config"] = config.map(\.told)
        if let promptImage {
            members["prompt_image"] = .object([
                "drawn": .bool(promptImage.isDrawn), "file": promptImage.file.map { .string($0.fileName) } ?? .null,
            ])
        }
        members["model"] = response.model.map { .string($0) }
        if !turns.isEmpty { members["turns"] = .array(turns.map(\.told)) }
        return members
    }
}

extension Turn {
    fileprivate var told: JSONValue {
        var members: [String: JSONValue] = ["user": .string(user), "response": .string(text)]
        if !trace.isEmpty {
            members["calls"] = .array(
                trace.map { traced in
                    .object([
                        "name": .string(traced.call.name), "arguments": .string(traced.call.argumentText),
                        "result": .string(traced.result.text), "is_error": .bool(traced.result.isError),
                    ])
                })
        }
        return .object(members)
    }
}
