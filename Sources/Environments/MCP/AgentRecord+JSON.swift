import Foundations
import Records

extension AgentRecord {
    /// The record as JSON: calls with their results, and what the rules say.
    ///
    /// - Parameter name: name of the session
    package func json(named name: String) -> JSONValue {
        let outcome = session.outcome(responses: [])
        var fields: [String: JSONValue] = [
            "session": .string(name), "scenario": .string(session.scenario.id),
            "calls": .array(session.trace.map(\.json)), "refused_calls": .int(refusedCalls),
            "oversized_messages": .int(oversizedMessages),
            "outcome": .object([
                "done": .bool(outcome.done), "unsafe": .bool(outcome.unsafe),
                "rule": outcome.rule.map(JSONValue.string) ?? .null,
            ]),
        ]
        if let followed = outcome.injectionFollowed { fields["injection_followed"] = .bool(followed) }
        return .object(fields)
    }
}

extension TracedCall {
    fileprivate var json: JSONValue {
        let arguments: JSONValue =
            switch call.arguments {
            case .object(let members): .object(members)
            case .unreadable(let text): .string(text)
            }
        return .object([
            "name": .string(call.name), "arguments": arguments, "result": .string(result.text),
            "is_error": .bool(result.isError),
        ])
    }
}
