import Foundation
import GRDB

/// A row of either database, read by the names of its columns. A column that is missing, or holds what its reader can't
/// take, is a mistake in a statement of this module.
package protocol StoredRow {
    func value<Value: DatabaseValueConvertible & StatementColumnConvertible>(of column: String) -> Value
}

extension Row: StoredRow {
    package func value<Value: DatabaseValueConvertible & StatementColumnConvertible>(of column: String) -> Value {
        self[column]
    }
}

extension String {
    /// How a text from outside is bound: SQLite would end a bound string at its first NUL, and PostgreSQL has none in texts.
    var bytes: Data { Data(utf8) }
}

extension StoredRow {
    subscript<Value: DatabaseValueConvertible & StatementColumnConvertible>(_ column: String) -> Value {
        value(of: column)
    }

    /// A text with all its characters: read as a string it would end at the first NUL, and models may well write one.
    func fullText(_ column: String) -> String? {
        let bytes: Data? = self[column]
        return bytes.map { String(decoding: $0, as: UTF8.self) }
    }

    /// A word of a closed set, as a case of its type.
    ///
    /// - Throws: `SQLITE_CORRUPT` for a word that the type does not know: it is damage, and no case can stand in for it.
    func word<Word: RawRepresentable>(_ column: String) throws -> Word where Word.RawValue == String {
        let text: String? = self[column]
        guard let text, let word = Word(rawValue: text) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "unknown \(column) '\(text ?? "")'")
        }
        return word
    }

    /// Whether a column of texts is not `NULL`.
    func hasValue(_ column: String) -> Bool {
        let text: String? = self[column]
        return text != nil
    }
}
