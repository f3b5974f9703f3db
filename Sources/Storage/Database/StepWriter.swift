import Foundation
import Foundations
import GRDB
import Images
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
    mutating func write(_ entry: StoreEntry) throws {
        switch entry {
        case .steps(let steps, let run): try write(steps, of: run)
        case .call(let call, let run): try write(call, number(of: run))
        case .sessions(let change, let run): try write(sessions: change, number(of: run))
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
        let row = try StepRow(step)
        let statement = try database.cachedStatement(sql: Self.insertion(row.table))
        try statement.execute(arguments: StatementArguments(row.values + [run, step.ordinal, owner]))
    }

    private static func insertion(_ table: StepRow.Table) -> String {
        switch table {
        case .prompt: prompt
        case .reply: reply
        case .late: late
        case .response: response
        case .retest: retest
        case .verdict: verdict
        case .failure: failure
        }
    }

    private static let prompt = text(.prompt)
    private static let reply = text(.reply)
    private static let late = text(.late) + " ON CONFLICT DO UPDATE SET calls = calls + excluded.calls"
    private static let response = text(.response)
    private static let retest = text(.retest)
    private static let verdict = text(.verdict)
    private static let failure = text(.failure)

    /// Inserts a row of values behind run and ordinal, if the test is leased to this process. The first value is a text that
    /// is given as bytes, because a text is bound only up to its first NUL.
    private static func text(_ table: StepRow.Table) -> String {
        """
        INSERT INTO \(table.rawValue) (run, ordinal, \(table.columns.joined(separator: ", ")))
        SELECT run, ordinal, CAST(? AS TEXT)\(table.columns.dropFirst().map { _ in ", ?" }.joined()) FROM planned_test
        WHERE run = ? AND ordinal = ? AND lease_owner = ?
        """
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

    /// JSON with sorted keys.
    static func text(of members: [String: JSONValue]) -> String { JSONValue.object(members).text }

    /// The members of a JSON object.
    ///
    /// - Throws: `DecodingError` for a text that is none.
    static func members(from text: String) throws -> [String: JSONValue] {
        guard case .object(let members)? = TolerantJSON.value(Array(text.utf8)) else {
            throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "no JSON object"))
        }
        return members
    }

    /// The images of a JSON list.
    ///
    /// - Throws: `DecodingError` for a text that is none.
    static func images(from text: String) throws -> [ImageReference] {
        guard case .array(let values)? = TolerantJSON.value(Array(text.utf8)) else {
            throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "no JSON list"))
        }
        return try values.map { value in
            guard let image = ImageReference(value) else {
                throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "no image"))
            }
            return image
        }
    }

    /// The value of a JSON text.
    static func value<Value: Decodable>(_ type: Value.Type, from text: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }
}
