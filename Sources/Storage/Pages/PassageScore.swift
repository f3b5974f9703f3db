import Foundation
import GRDB
import GRDBSQLite

/// BM25 (Robertson and Zaragoza 2009, k1 = 1.2, b = 0) as a function of SQLite's text index. SQLite's own counts the
/// passages of each word again for every query, by reading all of their entries; here the weights of the words, which are
/// counted before, are handed in. Lengths are left out: passages are cut to be about as long as each other.
enum PassageScore {
    /// The function's name: `passage_score(passage_index, weights)`, higher is better.
    static let name = "passage_score"
    /// Weight of a word in the title; in heading and text it is one.
    private static let titleWeight = 2.0

    /// Makes the function known to a connection.
    ///
    /// - Throws: `DatabaseError`.
    static func register(in database: Database) throws {
        let api = UnsafeMutablePointer(mutating: FTS5.api(database))
        let code = api.pointee.xCreateFunction?(
            api, name, nil,
            { api, index, result, count, values in
                guard let api, let index, count == 1, let weights = values?.pointee else {
                    return sqlite3_result_error(result, "passage_score takes the weights of its words", -1)
                }
                let bytes = UnsafeRawBufferPointer(
                    start: sqlite3_value_blob(weights), count: Int(sqlite3_value_bytes(weights)))
                sqlite3_result_double(result, PassageScore.score(api.pointee, index, bytes))
            }, nil)
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code ?? SQLITE_ERROR)) }
    }

    /// The weights of a query's words as the function takes them.
    static func data(of weights: [Double]) -> Data {
        weights.withUnsafeBytes { Data($0) }
    }

    /// The weight of a word that `count` of `total` passages have, as SQLite's own BM25 has it.
    static func weight(count: Int, of total: Int) -> Double {
        max(log((Double(total - count) + 0.5) / (Double(count) + 0.5)), 1e-6)
    }

    private static func score(
        _ api: Fts5ExtensionApi, _ index: OpaquePointer, _ weights: UnsafeRawBufferPointer
    ) -> Double {
        var sum = 0.0
        for phrase in 0..<min(Int(api.xPhraseCount(index)), weights.count / 8) {
            let weight = weights.loadUnaligned(fromByteOffset: phrase * 8, as: Double.self)
            guard weight > 0 else { continue }
            let frequency = frequency(api, index, Int32(phrase))
            sum += weight * frequency * 2.2 / (frequency + 1.2)
        }
        return sum
    }

    /// How often a phrase occurs in the passage at hand.
    private static func frequency(_ api: Fts5ExtensionApi, _ index: OpaquePointer, _ phrase: Int32) -> Double {
        var (place, column, offset) = (Fts5PhraseIter(), 0 as Int32, 0 as Int32)
        guard api.xPhraseFirst(index, phrase, &place, &column, &offset) == SQLITE_OK else { return 0 }
        var frequency = 0.0
        while column >= 0 {
            frequency += column == 0 ? titleWeight : 1
            api.xPhraseNext(index, &place, &column, &offset)
        }
        return frequency
    }
}
