import CPostgres

/// Reads a result whose values came in the server's binary form.
enum ResultReader {
    /// - Throws: ``PostgresError/failed(code:detail:)`` for a column of a type that is not read here.
    static func read(_ result: OpaquePointer) throws(PostgresError) -> PostgresResult {
        let (width, height) = (PQnfields(result), PQntuples(result))
        let types = (0..<width).map { PQftype(result, $0) }
        var rows: [[PostgresValue]] = []
        rows.reserveCapacity(Int(height))
        for row in 0..<height {
            var values: [PostgresValue] = []
            values.reserveCapacity(Int(width))
            for column in 0..<width {
                values.append(try value(result, row, column, type: types[Int(column)]))
            }
            rows.append(values)
        }
        let affected = PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0
        return PostgresResult(
            columns: (0..<width).map { PQfname(result, $0).map { String(cString: $0) } ?? "" }, rows: rows,
            affected: affected)
    }

    /// The types by their numbers in the server's table `pg_type`.
    private static func value(
        _ result: OpaquePointer, _ row: Int32, _ column: Int32, type: Oid
    ) throws(PostgresError) -> PostgresValue {
        guard PQgetisnull(result, row, column) == 0, let start = PQgetvalue(result, row, column) else { return .null }
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(result, row, column)))
        switch type {
        case 16: return .bool(bytes.first == 1)
        case 17: return .bytes(Array(bytes))
        case 20: return .integer(Int64(bitPattern: bits(bytes)))
        case 21: return .integer(Int64(Int16(truncatingIfNeeded: bits(bytes))))
        case 23: return .integer(Int64(Int32(truncatingIfNeeded: bits(bytes))))
        case 26: return .integer(Int64(bits(bytes)))
        case 700: return .double(Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits(bytes)))))
        case 701: return .double(Double(bitPattern: bits(bytes)))
        // name, text, json, bpchar, varchar, unknown
        case 19, 25, 114, 1042, 1043, 705: return .text(String(decoding: bytes, as: UTF8.self))
        // void
        case 2278: return .null
        default: throw .failed(code: "type", detail: "a column of the type \(type) can't be read")
        }
    }

    /// A big-endian number of up to eight bytes.
    private static func bits(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
}
