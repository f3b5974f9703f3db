import Foundation
import GRDB
import Records

/// Writes steps inside a transaction. A step is written only while this process holds the test's lease.
struct StepWriter {
    let database: Database
    private let owner: String
    private var numbers: [String: Int64] = [:]

    init(database: Database, owner: String) {
        self.database = database
        self.owner = owner
    }

    /// Writes an entry.
    ///
    /// - Throws: ``StoreError/leaseLost(run:ordinal:)``, ``StoreError/stepRefused(run:ordinal:detail:)``, or the database's
    ///   error.
    mutating func write(_ entry: SQLiteStore.Entry) throws {
        switch entry {
        case .steps(let steps, let run): try write(steps, of: run)
        case .call(let call, let run): try write(call, number(of: run))
        case .reply(let reply): try write(reply)
        case .further(let verdict, let ordinal, let milliseconds, let run):
            try write(verdict, on: ordinal, milliseconds: milliseconds, run)
        case .label(let label, let run): try write(label, run)
        }
    }

    private mutating func write(_ steps: [Step], of run: String) throws {
        let number = try number(of: run)
        for step in steps {
            do {
                try write(step, number)
            } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
                throw StoreError.stepRefused(run: run, ordinal: step.ordinal, detail: error.message ?? "constraint")
            }
            guard database.changesCount == 1 else { throw StoreError.leaseLost(run: run, ordinal: step.ordinal) }
        }
    }

    private mutating func number(of run: String) throws -> Int64 {
        if let known = numbers[run] { return known }
        let number = try database.runNumber(of: run)
        numbers[run] = number
        return number
    }

    private func write(_ step: Step, _ run: Int64) throws {
        switch step {
        case .generated(let test, let milliseconds):
            try insert(
                Self.prompt, run, step.ordinal, [test.prompt.bytes, try JSONColumn.text(of: test.origin), milliseconds])
        case .replied(_, let reply, let place):
            let calls = reply.calls.isEmpty ? nil : try JSONColumn.text(of: reply.calls).bytes
            let head: [(any DatabaseValueConvertible)?] = [
                reply.response.text.bytes, place.turn, place.reply, place.purpose.rawValue,
                place.reply == 0 ? place.user.bytes : nil, calls, reply.refusedCalls, reply.oversizedMessages,
                place.parent,
            ]
            let values = try Self.values(of: reply.response)
            try insert(Self.reply, run, step.ordinal, head + values + [reply.milliseconds])
        case .calledLate(_, let calls):
            try database.cachedStatement(sql: Self.late).execute(arguments: [calls, run, step.ordinal, owner])
        case .executed(_, let response, let milliseconds):
            let values = try Self.values(of: response)
            try insert(Self.response, run, step.ordinal, [response.text.bytes] + values + [milliseconds])
        case .repeated(let retest):
            try insert(
                Self.retest, run, step.ordinal,
                [retest.response.bytes, retest.attempt, retest.verdict.reason] + Self.values(of: retest.verdict))
        case .judged(_, let verdict, let milliseconds):
            try insert(
                Self.verdict, run, step.ordinal,
                [verdict.reason.bytes, milliseconds] + Self.values(of: verdict))
        case .failed(_, let failure):
            try insert(
                Self.failure, run, step.ordinal,
                [
                    failure.reason.bytes, failure.stage.rawValue, failure.retryable,
                    try failure.refused.map { try JSONColumn.text(of: $0) },
                ])
        }
    }

    private static let prompt = insertion("prompt", "text", ["origin", "milliseconds"])
    private static let responseColumns = [
        "blocked", "truncated", "model", "input_tokens", "output_tokens", "cost", "retries", "cached", "reasoning",
        "images",
    ]
    private static let response = insertion("response", "text", responseColumns + ["milliseconds"])
    private static let reply = insertion(
        "turn_reply", "text",
        ["turn", "reply", "purpose", "user", "calls", "refused", "oversized", "parent"] + responseColumns + [
            "milliseconds"
        ])
    private static let late = """
        INSERT INTO late_calls (calls, run, ordinal) SELECT ?, run, ordinal FROM planned_test
        WHERE run = ? AND ordinal = ? AND lease_owner = ?
        ON CONFLICT DO UPDATE SET calls = calls + excluded.calls
        """
    static let verdictColumns = ["label", "behaviour", "oracle", "confidence", "details", "grade"]
    private static let retest = insertion("repeated_test", "response", ["attempt", "reason"] + verdictColumns)
    private static let verdict = insertion("verdict", "reason", ["milliseconds"] + verdictColumns)
    private static let failure = insertion("failure", "reason", ["stage", "retryable", "refused"])

    /// The values of ``responseColumns``.
    private static func values(of response: Response) throws -> [(any DatabaseValueConvertible)?] {
        [
            response.blocked, response.truncated, response.model, response.usage?.input, response.usage?.output,
            response.cost, response.retries.isEmpty ? nil : try JSONColumn.text(of: response.retries),
            response.isCached, response.reasoning?.bytes,
            response.images.isEmpty ? nil : try JSONColumn.text(of: response.images),
        ]
    }

    /// The values of ``verdictColumns``.
    static func values(of verdict: Verdict) throws -> [(any DatabaseValueConvertible)?] {
        [
            verdict.label.rawValue, verdict.behaviour.rawValue, verdict.oracle, verdict.confidence,
            try verdict.details.map { try JSONColumn.text(of: $0) },
            try verdict.grade.map { try JSONColumn.text(of: $0) },
        ]
    }

    /// Inserts a row of values behind run and ordinal, if the test is leased to this process. The first value is a text that
    /// is given as bytes, because a text is bound only up to its first NUL.
    private static func insertion(_ table: String, _ text: String, _ others: [String]) -> String {
        """
        INSERT INTO \(table) (run, ordinal, \(([text] + others).joined(separator: ", ")))
        SELECT run, ordinal, CAST(? AS TEXT)\(others.map { _ in ", ?" }.joined()) FROM planned_test
        WHERE run = ? AND ordinal = ? AND lease_owner = ?
        """
    }

    private func insert(
        _ insertion: String, _ run: Int64, _ ordinal: Int, _ values: [(any DatabaseValueConvertible)?]
    ) throws {
        let statement = try database.cachedStatement(sql: insertion)
        try statement.execute(arguments: StatementArguments(values + [run, ordinal, owner]))
    }
}

extension Step {
    /// The test it belongs to.
    var ordinal: Int {
        switch self {
        case .generated(let test, _): test.plan.ordinal
        case .repeated(let retest): retest.ordinal
        case .calledLate(let ordinal, _), .replied(let ordinal, _, _), .executed(let ordinal, _, _),
            .judged(let ordinal, _, _),
            .failed(let ordinal, _):
            ordinal
        }
    }
}

/// Values that are kept as JSON.
enum JSONColumn {
    /// JSON with sorted keys.
    static func text(of value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// The value of a JSON text.
    static func value<Value: Decodable>(_ type: Value.Type, from text: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }
}
