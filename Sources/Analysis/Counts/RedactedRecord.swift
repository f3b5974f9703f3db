import Records

/// Hides what was said.
package enum Redaction {
    /// Stands in the place of a hidden text.
    package static let placeholder = "[redacted]"
}

extension TestRecord {
    /// The test without what was said: prompt, response and the oracle's reason, which may quote it, are hidden; of the
    /// prompt's origin, which may quote its material, only the generator's name is left.
    package var redacted: TestRecord {
        var record = self
        record.testCase = testCase.map { testCase in
            TestCase(
                plan: plan, prompt: Redaction.placeholder, origin: testCase.origin.filter { $0.key == "generator" })
        }
        record.response = response?.redacted
        record.turns = turns.map { turn in
            Turn(
                Redaction.placeholder, purpose: turn.purpose, parent: turn.parent,
                replies: turn.replies.map { reply in
                    TurnReply(
                        reply.response.redacted, calls: reply.calls.map(\.redacted),
                        refusedCalls: reply.refusedCalls, oversizedMessages: reply.oversizedMessages,
                        milliseconds: reply.milliseconds)
                })
        }
        record.repeats = repeats.map {
            Retest(
                run: $0.run, ordinal: $0.ordinal, attempt: $0.attempt, response: Redaction.placeholder,
                verdict: $0.verdict.redacted)
        }
        record.verdict = verdict.map(\.redacted)
        record.failure = failure?.redacted(as: Redaction.placeholder)
        record.pastFailures = pastFailures.map { $0.redacted(as: Redaction.placeholder) }
        return record
    }
}

extension Response {
    fileprivate var redacted: Response {
        Response(
            text: Redaction.placeholder, reasoning: reasoning.map { _ in Redaction.placeholder }, blocked: blocked,
            truncated: truncated, model: model, usage: usage, cost: cost, retries: retries, isCached: isCached,
            saved: saved)
    }
}

extension TracedCall {
    /// The call without its arguments and its result; a name is left that can be a tool's.
    fileprivate var redacted: TracedCall {
        let isName = call.name.utf8.count <= 64 && call.name.wholeMatch(of: /[A-Za-z0-9_.-]+/) != nil
        return TracedCall(
            ToolCall(
                id: "", name: isName ? call.name : Redaction.placeholder, arguments: .unreadable(Redaction.placeholder)),
            ToolResult(Redaction.placeholder, isError: result.isError), isByAgent: isByAgent)
    }
}

extension Verdict {
    /// The verdict without its reason, which may quote the response.
    package var redacted: Verdict {
        Verdict(
            label: label, behaviour: behaviour, oracle: oracle,
            confidence: confidence, reason: Redaction.placeholder, details: details, grade: grade)
    }
}
