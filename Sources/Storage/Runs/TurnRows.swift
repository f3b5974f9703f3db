import Foundation
import GRDB
import Records

/// Reads the turns of conversations.
enum TurnRows {
    private static let query = """
        SELECT * FROM turn_reply WHERE run = ? AND ordinal BETWEEN ? AND ? ORDER BY ordinal, turn, reply
        """

    /// Gives the records of a run, which are in order of ordinal, their turns.
    static func fill(_ records: inout [TestRecord], _ database: Database, run: Int64) throws {
        guard let first = records.first?.plan.ordinal, let last = records.last?.plan.ordinal else { return }
        let statement = try database.cachedStatement(sql: query)
        let rows = try Row.fetchCursor(statement, arguments: [run, first, last])
        var index = 0
        while let row = try rows.next() { try add(row, to: &records, at: &index) }
    }

    /// Adds a reply to its test.
    ///
    /// - Parameter index: where the test before it stands, and then where this one does
    static func add(_ row: some StoredRow, to records: inout [TestRecord], at index: inout Int) throws {
        let ordinal: Int = row["ordinal"]
        while records[index].plan.ordinal < ordinal { index += 1 }
        if let user = row.fullText("user") {
            records[index].turns.append(Turn(user, purpose: try row.word("purpose"), parent: row["parent"]))
        }
        let turns = records[index].turns.count
        guard turns > 0 else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a reply of test \(ordinal) has no turn")
        }
        records[index].turns[turns - 1].append(try reply(row))
    }

    private static func reply(_ row: some StoredRow) throws -> TurnReply {
        TurnReply(
            try Response(row.fullText("text") ?? "", row),
            calls: try row.fullText("calls").map { try JSONColumn.value([TracedCall].self, from: $0) } ?? [],
            refusedCalls: row["refused"], oversizedMessages: row["oversized"], milliseconds: row["milliseconds"])
    }
}
