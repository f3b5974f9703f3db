import Foundation
import GRDB
import Records

extension SQLiteStore {
    package func passagesWithoutVector(model: String, limit: Int) async throws -> [(passage: Int64, text: String)] {
        try await read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT s.id, p.title, s.heading, s.text FROM passage s JOIN page p ON p.id = s.page
                    WHERE NOT EXISTS (SELECT 1 FROM passage_vector v WHERE v.passage = s.id AND v.model = ?)
                    ORDER BY s.id LIMIT ?
                    """,
                arguments: [model, max(limit, 0)]
            ).map { row in
                let parts: [String] = [row["title"], row["heading"], row["text"]]
                return (row["id"], parts.filter { !$0.isEmpty }.joined(separator: "\n"))
            }
        }
    }

    package func save(_ vectors: [PassageVector], model: String) async throws {
        try await database.writeUncancelled(path: path) { database in
            let statement = try database.cachedStatement(
                sql: """
                    INSERT OR REPLACE INTO passage_vector (passage, model, vector)
                    SELECT id, ?, ? FROM passage WHERE id = ?
                    """)
            for vector in vectors {
                try statement.execute(arguments: [model, VectorBytes.data(of: vector.values), vector.passage])
            }
        }
    }

    package func passages(
        nearest vector: [Float], model: String, filter: PassageFilter, limit: Int
    ) async throws -> [PassageCandidate] {
        try await read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT v.passage, v.vector FROM passage_vector v JOIN passage s ON s.id = v.passage
                    WHERE v.model = :model\(filter.condition)
                    """,
                arguments: ["model": model] + filter.arguments)
            var best = BestOf<Int64>(limit: max(limit, 0))
            while let row = try rows.next() {
                let dot = try row.withUnsafeData(named: "vector") { data in
                    data.flatMap { VectorBytes.dot($0, vector) }
                }
                if let dot { best.add(row["passage"], score: dot) }
            }
            let one = try database.cachedStatement(
                sql: """
                    SELECT :score AS score, \(Self.candidateColumns)
                    FROM passage s JOIN page p ON p.id = s.page WHERE s.id = :id
                    """)
            return try best.sorted.flatMap { entry in
                try Row.fetchCursor(one, arguments: ["score": Double(entry.score), "id": entry.value]).candidates()
            }
        }
    }
}

/// Vectors as they are kept: 32-bit floats, little-endian.
enum VectorBytes {
    static func data(of vector: [Float]) -> Data {
        Data(vector.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) } })
    }

    /// The dot product, eight coordinates at a time; nil when the lengths differ.
    static func dot(_ data: Data, _ vector: [Float]) -> Float? {
        guard data.count == vector.count * 4 else { return nil }
        return data.withUnsafeBytes { bytes in
            var sums = SIMD8<Float>()
            let whole = vector.count - vector.count % 8
            for start in stride(from: 0, to: whole, by: 8) {
                let stored = bytes.loadUnaligned(fromByteOffset: start * 4, as: SIMD8<UInt32>.self)
                var asked = SIMD8<Float>()
                for lane in 0..<8 { asked[lane] = vector[start + lane] }
                sums += unsafeBitCast(stored, to: SIMD8<Float>.self) * asked
            }
            return (whole..<vector.count).reduce(sums.sum()) { sum, index in
                let bits = bytes.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)
                return sum + Float(bitPattern: UInt32(littleEndian: bits)) * vector[index]
            }
        }
    }
}

/// The entries with the highest scores, in memory for no more than twice as many.
struct BestOf<Value: Comparable> {
    private let limit: Int
    private var entries: [(value: Value, score: Float)] = []

    init(limit: Int) {
        self.limit = limit
    }

    mutating func add(_ value: Value, score: Float) {
        guard score.isFinite else { return }
        entries.append((value, score))
        if entries.count >= 2 * max(limit, 1) { entries = sorted }
    }

    /// Best first; of equal scores the smaller value.
    var sorted: [(value: Value, score: Float)] {
        Array(entries.sorted { $0.score == $1.score ? $0.value < $1.value : $0.score > $1.score }.prefix(limit))
    }
}
