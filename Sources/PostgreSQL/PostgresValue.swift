/// A value that goes to the server or comes from it.
package enum PostgresValue: Sendable, Equatable {
    case null
    case integer(Int64)
    case double(Double)
    case bool(Bool)
    /// A text. The server has no NUL in its texts: a text that is sent ends before its first one.
    case text(String)
    case bytes([UInt8])
}

/// A statement with its values, which stand as `$1`, `$2`, … in its text.
package struct PostgresQuery: Sendable {
    /// The statement, one alone.
    package let sql: String
    /// Its values.
    package let values: [PostgresValue]
    /// Whether the server is to keep it prepared, for the next time.
    package let isPrepared: Bool

    package init(_ sql: String, _ values: [PostgresValue] = [], isPrepared: Bool = true) {
        self.sql = sql
        self.values = values
        self.isPrepared = isPrepared
    }
}

/// What a statement gave back.
package struct PostgresResult: Sendable, Equatable {
    /// Names of the columns.
    package let columns: [String]
    /// A value a column.
    package let rows: [[PostgresValue]]
    /// Rows that were inserted, updated, deleted or read.
    package let affected: Int
}
