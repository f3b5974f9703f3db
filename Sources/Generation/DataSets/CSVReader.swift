/// Reads comma separated values (RFC 4180), or values separated by semicolons, tabs or bars, a record at a time.
///
/// Fields in quotes may hold separators, line ends and doubled quotes. A quote within an unquoted field is a letter like
/// any other, as spreadsheets read it.
struct CSVReader {
    private static let quote = UInt8(ascii: "\"")
    private static let newline = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    private let source: ByteSource
    private let separator: UInt8?
    private let quote: UInt8?
    private let limit: Int
    private var line = 1
    /// Counts what had to be repaired.
    private(set) var repair = TextRepair()

    /// - Parameters:
    ///   - source: where the bytes come from
    ///   - limit: longest record, in bytes
    ///   - isPlain: whether lines are taken as they are, without separators and quotes
    init(_ source: ByteSource, limit: Int, isPlain: Bool = false) {
        self.source = source
        self.limit = limit
        separator = isPlain ? nil : Self.separator(of: source.head)
        quote = isPlain ? nil : Self.quote
    }

    /// The next record and its line; nil at the end. Blank lines are passed over.
    ///
    /// - Throws: ``DataSetError/openQuote(file:line:)`` or ``DataSetError/tooLong(file:line:limit:)``.
    mutating func next() throws(DataSetError) -> (line: Int, fields: [String])? {
        while true {
            let start = line
            guard let fields = try record() else { return nil }
            if fields.count > 1 || fields[0].isEmpty == false { return (start, fields.map { repair.text($0) }) }
        }
    }

    private mutating func record() throws(DataSetError) -> [[UInt8]]? {
        guard try source.peek() != nil else { return nil }
        let start = line
        var fields: [[UInt8]] = []
        var field: [UInt8] = []
        var size = 0
        var isFresh = true
        while let byte = try source.next() {
            size += 1
            guard size <= limit else { throw .tooLong(file: source.file, line: start, limit: limit) }
            switch byte {
            case _ where byte == quote && isFresh:
                try quoted(into: &field, size: &size, start: start)
                isFresh = false
            case _ where byte == separator:
                fields.append(field)
                field = []
                isFresh = true
            case Self.newline:
                line += 1
                return fields + [field]
            case Self.carriageReturn:
                if try source.peek() == Self.newline { continue }
                line += 1
                return fields + [field]
            default:
                field.append(byte)
                isFresh = false
            }
        }
        return fields + [field]
    }

    private mutating func quoted(into field: inout [UInt8], size: inout Int, start: Int) throws(DataSetError) {
        let opened = line
        while let byte = try source.next() {
            size += 1
            guard size <= limit else { throw .tooLong(file: source.file, line: start, limit: limit) }
            if byte == Self.quote {
                guard try source.peek() == Self.quote else { return }
                _ = try source.next()
            } else if byte == Self.newline {
                line += 1
            }
            field.append(byte)
        }
        throw .openQuote(file: source.file, line: opened)
    }

    /// The separator that stands most often in the first record, outside quotes; a comma when there is none.
    static func separator(of head: ArraySlice<UInt8>) -> UInt8 {
        let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|")]
        var counts = [Int](repeating: 0, count: candidates.count)
        var isQuoted = false
        for byte in head {
            if byte == quote { isQuoted.toggle() }
            guard !isQuoted else { continue }
            if byte == newline { break }
            if let index = candidates.firstIndex(of: byte) { counts[index] += 1 }
        }
        let best = counts.indices.max { (counts[$0], -$0) < (counts[$1], -$1) } ?? 0
        return counts[best] > 0 ? candidates[best] : candidates[0]
    }
}
