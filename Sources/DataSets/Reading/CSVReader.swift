/// Reads separated values (RFC 4180), a record at a time, as they are found: with blanks before quotes, quotes within
/// quoted fields that are not doubled, and quotes behind a backslash.
///
/// Fields in quotes may hold separators, line ends and doubled quotes. A quote within an unquoted field is a letter like
/// any other, as spreadsheets read it. A quoted field ends at a quote with a separator or a line end behind it.
struct CSVReader {
    private static let quote = UInt8(ascii: "\"")
    private static let backslash = UInt8(ascii: "\\")
    private static let newline = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    private let source: ByteSource
    private let separator: UInt8?
    private let quote: UInt8?
    private let limit: Int
    private var line = 1
    /// Counts repairs.
    private(set) var repair = TextRepair()

    /// - Parameters:
    ///   - source: where the bytes come from; what stands before the first record is passed over
    ///   - dialect: how it is written; nil takes lines as they are, without separators and quotes
    ///   - limit: longest record, in bytes
    init(_ source: ByteSource, _ dialect: CSVDialect?, limit: Int) {
        self.source = source
        self.limit = limit
        separator = dialect?.separator
        quote = dialect == nil ? nil : Self.quote
        if let dialect {
            source.skip(dialect.preface)
            line += dialect.prefaceLines
        }
    }

    /// The next record and its line; nil at the end. Blank lines are passed over.
    ///
    /// - Throws: ``DataSetError/openQuote(file:line:)`` or ``DataSetError/tooLong(file:line:limit:)``.
    mutating func next() throws(DataSetError) -> (line: Int, fields: [String])? {
        while true {
            let start = line
            guard let fields = try record() else { return nil }
            if fields.count > 1 || !fields[0].allSatisfy(\.isSpace) {
                return (start, fields.map { repair.text($0) })
            }
        }
    }

    /// The fields of a record that has more than there are columns, where the pieces behind commas that nobody put in quotes can be
    /// told: they begin with a blank, and are as many as there are fields too many. Any other record as it is.
    func joined(_ fields: [String], to count: Int) -> [String] {
        let loose = fields.indices.filter { $0 > 0 && fields[$0].first == " " }
        guard fields.count > count, loose.count == fields.count - count, let separator else { return fields }
        return fields.indices.reduce(into: []) { joined, index in
            if loose.contains(index), let last = joined.popLast() {
                joined.append(last + String(Unicode.Scalar(separator)) + fields[index])
            } else {
                joined.append(fields[index])
            }
        }
    }

    private mutating func record() throws(DataSetError) -> [[UInt8]]? {
        guard try source.peek() != nil else { return nil }
        let start = line
        var fields: [[UInt8]] = []
        var field: [UInt8] = []
        var size = 0
        // Nothing but blanks so far.
        var isFresh = true
        while let byte = try source.next() {
            size += 1
            guard size <= limit else { throw .tooLong(file: source.file, line: start, limit: limit) }
            switch byte {
            case _ where byte == quote && isFresh:
                field = []
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
                isFresh = isFresh && (byte == 0x20 || byte == 0x09)
                // A byte order mark stands between files that were put together.
                if fields.isEmpty, field == ByteSource.mark { (field, isFresh) = ([], true) }
            }
        }
        return fields + [field]
    }

    private mutating func quoted(into field: inout [UInt8], size: inout Int, start: Int) throws(DataSetError) {
        let opened = line
        var escaped = 0
        while let byte = try source.next() {
            size += 1
            guard size <= limit else { throw .tooLong(file: source.file, line: start, limit: limit) }
            if byte == Self.quote {
                if try source.peek() == Self.quote {
                    _ = try source.next()
                } else {
                    let ends = try endsField()
                    if field.last == Self.backslash, escaped % 2 == 1 || !ends {
                        escaped += 1
                        field.removeLast()
                    } else if ends {
                        return
                    }
                }
            } else if byte == Self.newline {
                line += 1
            } else if byte == Self.carriageReturn, try source.peek() != Self.newline {
                line += 1
            }
            field.append(byte)
        }
        throw .openQuote(file: source.file, line: opened)
    }

    /// Whether the field ends here: but for blanks, a separator, a line end or the end of the file is next.
    private func endsField() throws(DataSetError) -> Bool {
        if try source.peek() == separator { return true }
        guard let next = try source.peekBehindBlanks() else { return true }
        return next == separator || next == Self.newline || next == Self.carriageReturn
    }
}
