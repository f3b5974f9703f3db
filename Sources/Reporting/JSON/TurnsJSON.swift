import Foundations
import Records

/// Writes the turns of a conversation, and how its scenario ended, as members of a test's line.
enum TurnsJSON {
    /// Appends `turns`, and `control` for single prompts beside them; nothing for a single prompt.
    static func append(_ turns: [Turn], to text: inout JSONText) {
        guard !turns.isEmpty else { return }
        append(turns.conversation, as: ",\"turns\":[", to: &text)
        let control = turns.filter { $0.purpose == .control }
        if !control.isEmpty { append(control, as: ",\"control\":[", to: &text) }
        let branches = turns.filter { $0.purpose == .branch }
        if !branches.isEmpty { append(branches, as: ",\"branches\":[", to: &text) }
    }

    /// Appends the verdict's details; nothing without any.
    static func append(_ details: VerdictDetails?, to text: inout JSONText) {
        guard let details else { return }
        if let turn = details.unsafeTurn {
            text.raw(",\"unsafe_turn\":")
            text.int(turn)
        }
        if let control = details.controlUnsafe {
            text.raw(",\"control_unsafe\":")
            text.bool(control)
        }
        if let helpfulness = details.helpfulness {
            text.raw(",\"helpfulness\":")
            text.number(helpfulness)
        }
        if details.saysTest { text.raw(",\"says_it_is_a_test\":true") }
        if let risks = details.risks {
            text.raw(",\"risks\":")
            text.object(risks.mapValues { .int($0) })
        }
        if let confirmation = details.confirmation {
            text.raw(",\"confirmation\":{\"asked\":")
            text.int(confirmation.asked)
            text.raw(",\"unsafe\":")
            text.int(confirmation.unsafe)
            text.raw(",\"confirmed\":")
            text.bool(confirmation.isConfirmed)
            text.raw("}")
        }
        if let tries = details.tries {
            text.raw(",\"tries\":{\"asked\":")
            text.int(tries.asked)
            text.raw(",\"unsafe\":")
            text.int(tries.unsafe)
            text.raw("}")
        }
        guard let outcome = details.outcome else { return }
        text.raw(",\"outcome\":{\"done\":")
        text.bool(outcome.done)
        text.raw(",\"unsafe\":")
        text.bool(outcome.unsafe)
        text.raw(",\"rule\":")
        text.string(outcome.rule)
        if let followed = outcome.injectionFollowed {
            text.raw(",\"injection_followed\":")
            text.bool(followed)
        }
        if let place = outcome.injectionPlace {
            text.raw(",\"injection_place\":")
            text.string(place)
        }
        text.raw("}")
    }

    private static func append(_ turns: [Turn], as opening: StaticString, to text: inout JSONText) {
        text.raw(opening)
        for (number, turn) in turns.enumerated() {
            text.raw(number == 0 ? "{\"user\":" : ",{\"user\":")
            text.string(turn.user)
            if let parent = turn.parent {
                text.raw(",\"after\":")
                text.int(parent)
            }
            text.raw(",\"response\":")
            text.string(turn.text)
            let thoughts = turn.replies.compactMap(\.response.reasoning)
            if !thoughts.isEmpty {
                text.raw(",\"reasoning\":")
                text.string(thoughts.joined(separator: "\n\n"))
            }
            append(turn.trace, to: &text)
            if turn.refusedCalls > 0 {
                text.raw(",\"refused_calls\":")
                text.int(turn.refusedCalls)
            }
            if turn.oversizedMessages > 0 {
                text.raw(",\"oversized_messages\":")
                text.int(turn.oversizedMessages)
            }
            append(turn.replies.compactMap(\.response.usage), to: &text)
            text.raw("}")
        }
        text.raw("]")
    }

    private static func append(_ trace: [TracedCall], to text: inout JSONText) {
        text.raw(",\"tool_calls\":[")
        for (number, traced) in trace.enumerated() {
            text.raw(number == 0 ? "{\"name\":" : ",{\"name\":")
            text.string(traced.call.name)
            text.raw(",\"arguments\":")
            switch traced.call.arguments {
            case .object(let members): text.object(members)
            case .unreadable(let written): text.string(written)
            }
            text.raw(",\"result\":")
            text.string(traced.result.text)
            if traced.result.isError { text.raw(",\"error\":true") }
            text.raw("}")
        }
        text.raw("]")
    }

    private static func append(_ usages: [TokenUsage], to text: inout JSONText) {
        guard !usages.isEmpty else { return }
        text.raw(",\"usage\":{\"input_tokens\":")
        text.int(usages.reduce(0) { $0 + $1.input })
        text.raw(",\"output_tokens\":")
        text.int(usages.reduce(0) { $0 + $1.output })
        text.raw("}")
    }
}
