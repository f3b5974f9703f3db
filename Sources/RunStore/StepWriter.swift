import Foundation
import GRDB
import Records

/// Writes steps inside a transaction. A step is written only while this process holds the test's lease.
struct StepWriter {
    let database: Database
    let owner: String

    /// Writes the steps of an entry.
    ///
    /// - Throws: ``StoreError/leaseLost(run:ordinal:)``, ``StoreError/stepRefused(run:ordinal:detail:)``, or the database's
    ///   error.
    func write(_ entry: SQLiteStore.Entry) throws {
        let run = try database.runNumber(of: entry.run)
        for step in entry.steps {
            do {
                try write(step, run)
            } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
                throw StoreError.stepRefused(
                    run: entry.run, ordinal: step.ordinal, detail: error.message ?? "constraint")
            }
            guard database.changesCount == 1 else {
                throw StoreError.leaseLost(run: entry.run, ordinal: step.ordinal)
            }
        }
    }

    private func write(_ step: Step, _ run: Int64) throws {
        switch step {
        case .generated(let test, let milliseconds):
            try insert(
                "prompt (run, ordinal, text, origin, milliseconds)", 3, run, step.ordinal,
                [test.prompt, try JSONColumn.text(of: test.origin), milliseconds])
        case .executed(_, let response, let milliseconds):
            let retries = response.retries.isEmpty ? nil : try JSONColumn.text(of: response.retries)
            try insert(
                "response (run, ordinal, text, blocked, truncated, model, input_tokens, output_tokens, cost, retries, milliseconds)",
                9, run, step.ordinal,
                [
                    response.text, response.blocked, response.truncated, response.model, response.usage?.input,
                    response.usage?.output, response.cost, retries, milliseconds,
                ])
        case .judged(_, let verdict, let milliseconds):
            try insert(
                "verdict (run, ordinal, label, behaviour, oracle, confidence, reason, milliseconds)", 6, run,
                step.ordinal,
                [
                    verdict.label.rawValue, verdict.behaviour.rawValue, verdict.oracle, verdict.confidence,
                    verdict.reason, milliseconds,
                ])
        case .failed(_, let failure):
            try insert(
                "failure (run, ordinal, stage, reason, retryable)", 3, run, step.ordinal,
                [failure.stage.rawValue, failure.reason, failure.retryable])
        }
    }

    /// Inserts a row of `count` values behind run and ordinal, if the test is leased to this process.
    private func insert(
        _ columns: String, _ count: Int, _ run: Int64, _ ordinal: Int, _ values: [(any DatabaseValueConvertible)?]
    ) throws {
        let marks = String(repeating: ", ?", count: count)
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
