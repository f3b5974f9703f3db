import Foundation
import GRDB
import Records

/// Writes steps inside a transaction. A step is written only while this process holds the test's lease.
struct StepWriter {
    let database: Database
    let owner: String

    /// Writes an entry.
    ///
    /// - Throws: ``StoreError/leaseLost(run:ordinal:)``, ``StoreError/stepRefused(run:ordinal:detail:)``, or the database's
    ///   error.
    func write(_ entry: SQLiteStore.Entry) throws {
        switch entry {
        case .steps(let steps, let run): try write(steps, of: run)
        case .call(let call, let run): try write(call, database.runNumber(of: run))
        case .reply(let reply): try write(reply)
        case .further(let verdict, let ordinal, let milliseconds, let run):
            try write(verdict, on: ordinal, milliseconds: milliseconds, run)
        case .label(let label, let run): try write(label, run)
        }
    }

    private func write(_ steps: [Step], of run: String) throws {
        let number = try database.runNumber(of: run)
        for step in steps {
            do {
                try write(step, number)
            } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
                throw StoreError.stepRefused(run: run, ordinal: step.ordinal, detail: error.message ?? "constraint")
            }
            guard database.changesCount == 1 else { throw StoreError.leaseLost(run: run, ordinal: step.ordinal) }
        }
    }

    private func write(_ step: Step, _ run: Int64) throws {
        switch step {
        case .generated(let test, let milliseconds):
            try insert(
                "prompt (run, ordinal, text, origin, milliseconds)", run, step.ordinal,
                [test.prompt.bytes, try JSONColumn.text(of: test.origin), milliseconds])
        case .executed(_, let response, let milliseconds):
            let retries = response.retries.isEmpty ? nil : try JSONColumn.text(of: response.retries)
            try insert(
                "response (run, ordinal, text, blocked, truncated, model, input_tokens, output_tokens, cost, retries, cached, milliseconds)",
                run, step.ordinal,
                [
                    response.text.bytes, response.blocked, response.truncated, response.model, response.usage?.input,
                    response.usage?.output, response.cost, retries, response.isCached, milliseconds,
                ])
        case .judged(_, let verdict, let milliseconds):
            try insert(
                "verdict (run, ordinal, label, behaviour, oracle, confidence, reason, milliseconds)", run,
                step.ordinal,
                [
                    verdict.label.rawValue, verdict.behaviour.rawValue, verdict.oracle, verdict.confidence,
                    verdict.reason.bytes, milliseconds,
                ])
        case .failed(_, let failure):
            try insert(
                "failure (run, ordinal, stage, reason, retryable)", run, step.ordinal,
                [failure.stage.rawValue, failure.reason.bytes, failure.retryable])
        }
    }

    /// Inserts a row of values behind run and ordinal, if the test is leased to this process.
    private func insert(
        _ columns: String, _ run: Int64, _ ordinal: Int, _ values: [(any DatabaseValueConvertible)?]
    ) throws {
        // As bytes, because a text is bound only up to its first NUL.
        let marks = values.map { $0 is Data ? ", CAST(? AS TEXT)" : ", ?" }.joined()
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO \(columns) SELECT run, ordinal\(marks) FROM planned_test
                WHERE run = ? AND ordinal = ? AND lease_owner = ?
                """)
        try statement.execute(arguments: StatementArguments(values + [run, ordinal, owner]))
    }
}

extension Step {
    /// The test it belongs to.
    var ordinal: Int {
        switch self {
        case .generated(let test, _): test.plan.ordinal
        case .executed(let ordinal, _, _), .judged(let ordinal, _, _), .failed(let ordinal, _): ordinal
        }
    }
}

extension String {
    fileprivate var bytes: Data { Data(utf8) }
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
