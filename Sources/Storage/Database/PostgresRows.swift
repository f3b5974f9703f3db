import Foundation
import GRDB
import PostgreSQL

/// A row of PostgreSQL.
struct PostgresRow: StoredRow {
    /// Where each column stands.
    fileprivate let places: [String: Int]
    fileprivate let values: [PostgresValue]

    package func value<Value: DatabaseValueConvertible & StatementColumnConvertible>(of column: String) -> Value {
        guard let place = places[column], let value = Value.fromDatabaseValue(values[place].databaseValue) else {
            preconditionFailure("the column \(column) is missing, or has another type")
        }
        return value
    }
}

extension PostgresResult {
    /// The rows, to be read by the same code as SQLite's.
    var records: [PostgresRow] {
        let places = Dictionary(zip(columns, columns.indices), uniquingKeysWith: { first, _ in first })
        return rows.map { PostgresRow(places: places, values: $0) }
    }

    /// The first value of the first row.
    var first: PostgresValue? { rows.first?.first }
}

extension PostgresValue {
    /// A value as GRDB binds it.
    init(_ value: (any DatabaseValueConvertible)?) {
        switch value?.databaseValue.storage {
        case nil, .null: self = .null
        case .int64(let number): self = .integer(number)
        case .double(let number): self = .double(number)
        case .string(let text): self = .text(text)
        case .blob(let data): self = .bytes([UInt8](data))
        }
    }

    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let number): number.databaseValue
        case .double(let number): number.databaseValue
        case .bool(let isTrue): isTrue.databaseValue
        case .text(let text): text.databaseValue
        case .bytes(let bytes): Data(bytes).databaseValue
        }
    }

    /// A whole number; nil for anything else.
    var integer: Int64? {
        if case .integer(let number) = self { number } else { nil }
    }

    /// A text; nil for anything else.
    var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    /// An array of whole numbers, for `$n::bigint[]`.
    static func array(_ numbers: some Sequence<Int>) -> PostgresValue {
        .text("{\(numbers.map(String.init).joined(separator: ","))}")
    }
}

extension PostgresQuery {
    /// A statement with values as GRDB binds them.
    init(_ sql: String, bound values: [(any DatabaseValueConvertible)?]) {
        self.init(sql, values.map { PostgresValue($0) })
    }
}
