import GRDB
import Records

/// The row that a step becomes, in whichever database.
struct StepRow {
    /// A table with a row a step.
    enum Table: String, CaseIterable {
        case prompt
        case reply = "turn_reply"
        case late = "late_calls"
        case response
        case retest = "repeated_test"
        case verdict
        case failure

        /// The columns behind run and ordinal. The first is a text as bytes: a text may have a NUL, at which either database
        /// would end it or refuse it.
        var columns: [String] {
            switch self {
            case .prompt: ["text", "origin", "milliseconds"]
            case .reply:
                ["text", "turn", "reply", "purpose", "user", "calls", "refused", "oversized", "parent"]
                    + Self.ofResponses + ["milliseconds"]
            case .late: ["calls"]
            case .response: ["text"] + Self.ofResponses + ["milliseconds", "drawn_prompt"]
            case .retest: ["response", "attempt", "reason"] + Self.ofVerdicts
            case .verdict: ["reason", "milliseconds"] + Self.ofVerdicts
            case .failure: ["reason", "stage", "retryable", "refused"]
            }
        }

        private static let ofResponses = [
            "blocked", "truncated", "model", "input_tokens", "output_tokens", "cost", "retries", "cached", "reasoning",
            "saved", "images",
        ]
        static let ofVerdicts = ["label", "behaviour", "oracle", "confidence", "details", "grade"]
    }

    let table: Table
    /// A value a column, in the order of the table's.
    let values: [(any DatabaseValueConvertible)?]

    init(_ step: Step) throws {
        switch step {
        case .generated(let test, let milliseconds):
            table = .prompt
            values = [test.prompt.bytes, JSONColumn.text(of: test.origin), milliseconds]
        case .replied(_, let reply, let place):
            table = .reply
            let head: [(any DatabaseValueConvertible)?] = [
                reply.response.text.bytes, place.turn, place.reply, place.purpose.rawValue,
                place.reply == 0 ? place.user.bytes : nil,
                reply.calls.isEmpty ? nil : try JSONColumn.text(of: reply.calls).bytes, reply.refusedCalls,
                reply.oversizedMessages, place.parent,
            ]
            values = head + (try Self.values(of: reply.response)) + [reply.milliseconds]
        case .calledLate(_, let calls):
            table = .late
            values = [calls]
        case .executed(_, let response, let milliseconds):
            table = .response
            values =
                [response.text.bytes] + (try Self.values(of: response))
                + [milliseconds, try response.drawnPrompt.map { try JSONColumn.text(of: $0) }]
        case .repeated(let retest):
            table = .retest
            let head: [(any DatabaseValueConvertible)?] = [
                retest.response.bytes, retest.attempt, retest.verdict.reason.bytes,
            ]
            values = head + (try Self.values(of: retest.verdict))
        case .judged(_, let verdict, let milliseconds):
            table = .verdict
            values = [verdict.reason.bytes, milliseconds] + (try Self.values(of: verdict))
        case .failed(_, let failure):
            table = .failure
            values = [
                failure.reason.bytes, failure.stage.rawValue, failure.retryable,
                try failure.refused.map { try JSONColumn.text(of: $0) },
            ]
        }
    }

    /// The values of the columns that a response has in both tables of responses.
    private static func values(of response: Response) throws -> [(any DatabaseValueConvertible)?] {
        [
            response.blocked, response.truncated, response.model, response.usage?.input, response.usage?.output,
            response.cost, response.retries.isEmpty ? nil : try JSONColumn.text(of: response.retries),
            response.isCached, response.reasoning?.bytes, response.saved,
            response.images.isEmpty ? nil : try JSONColumn.text(of: response.images),
        ]
    }

    /// The values of the columns that a verdict has in every table of verdicts.
    static func values(of verdict: Verdict) throws -> [(any DatabaseValueConvertible)?] {
        [
            verdict.label.rawValue, verdict.behaviour.rawValue, verdict.oracle, verdict.confidence,
            try verdict.details.map { try JSONColumn.text(of: $0) },
            try verdict.grade.map { try JSONColumn.text(of: $0) },
        ]
    }
}
