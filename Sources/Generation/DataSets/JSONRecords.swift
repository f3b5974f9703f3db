import Records

/// Finds the records in JSON: one a line, a list of them, or lists below nested categories.
///
/// Keys on the way down to a list become the fields `category`, `subcategory`, `level 3`, … of what is in it. An object
/// counts as a record when its first member is neither list nor object.
struct JSONRecords {
    private enum Frame {
        case list(path: [String], isFirst: Bool)
        case mapping(path: [String], isFirst: Bool)
    }

    private var parser: JSONParser
    private let isLines: Bool
    private var stack: [Frame] = []
    private var hasBegun = false
    private var waiting: [DataSetFields] = []

    /// - Parameters:
    ///   - source: where the bytes come from
    ///   - isLines: whether every line is a document of its own
    ///   - limit: longest record, in bytes
    init(_ source: ByteSource, isLines: Bool, limit: Int) {
        parser = JSONParser(source, limit: limit)
        self.isLines = isLines
    }

    /// Texts that had to be repaired so far.
    var repaired: Int { parser.repair.count }

    /// The next record; nil at the end.
    ///
    /// - Throws: ``DataSetError``.
    mutating func next() throws(DataSetError) -> DataSetFields? {
        while waiting.isEmpty {
            guard try isLines ? readLine() : readDocument() else { return nil }
        }
        return waiting.removeFirst()
    }

    private mutating func readLine() throws(DataSetError) -> Bool {
        parser.beginRecord()
        guard try parser.peekToken() != nil else { return false }
        let line = parser.line
        add(try parser.value(), path: [], line: line)
        return true
    }

    /// One step through a document; false at its end.
    private mutating func readDocument() throws(DataSetError) -> Bool {
        guard let frame = stack.popLast() else { return try begin() }
        parser.beginRecord()
        switch frame {
        case .list(let path, let isFirst): try readList(path, isFirst)
        case .mapping(let path, let isFirst): try readMapping(path, isFirst)
        }
        return true
    }

    private mutating func begin() throws(DataSetError) -> Bool {
        guard let byte = try parser.peekToken() else { return false }
        guard !hasBegun else { throw parser.bad("something stands behind the end of the document") }
        hasBegun = true
        try open(byte, path: [])
        return true
    }

    private mutating func open(_ byte: UInt8, path: [String]) throws(DataSetError) {
        guard path.count < JSONParser.maximumDepth else { throw parser.bad("nested too deep") }
        try parser.expect(byte)
        stack.append(
            byte == UInt8(ascii: "[") ? .list(path: path, isFirst: true) : .mapping(path: path, isFirst: true))
    }

    private mutating func readList(_ path: [String], _ isFirst: Bool) throws(DataSetError) {
        if try parser.peekToken() == UInt8(ascii: "]") { return try parser.expect(UInt8(ascii: "]")) }
        if !isFirst { try parser.expect(UInt8(ascii: ",")) }
        _ = try parser.peekToken()
        let line = parser.line
        add(try parser.value(), path: path, line: line)
        stack.append(.list(path: path, isFirst: false))
    }

    private mutating func readMapping(_ path: [String], _ isFirst: Bool) throws(DataSetError) {
        if try parser.peekToken() == UInt8(ascii: "}") { return try parser.expect(UInt8(ascii: "}")) }
        if !isFirst { try parser.expect(UInt8(ascii: ",")) }
        _ = try parser.peekToken()
        let line = parser.line
        let key = try parser.string()
        try parser.expect(UInt8(ascii: ":"))
        let byte = try parser.peekToken()
        if let byte, byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
            stack.append(.mapping(path: path, isFirst: false))
            return try open(byte, path: path + [key])
        }
        let value = try parser.value()
        if isFirst, !path.isEmpty {
            var members = try parser.members(depth: path.count, isFirst: false)
            members[key] = value
            return add(.object(members), path: path, line: line)
        }
        stack.append(.mapping(path: path, isFirst: false))
    }

    private mutating func add(_ value: JSONValue, path: [String], line: Int) {
        waiting += DataSetFields.records(of: value, path: path, line: line)
    }
}
