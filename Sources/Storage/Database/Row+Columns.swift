import Foundation
import GRDB

extension String {
    /// How a text from outside is bound: SQLite would end a bound string at its first NUL.
    var bytes: Data { Data(utf8) }
}

extension Row {
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

    /// Whether the column is not `NULL`.
    func hasValue(_ column: String) -> Bool {
        let value: DatabaseValue = self[column]
        return !value.isNull
    }
}
