import Foundations
import Records

/// Finds the records in JSON: one after the other, in a list, in lists at known places, in a table by columns, or in lists
/// below nested categories.
///
/// Keys on the way down to a list become the fields `category`, `subcategory`, `level 3`, … of what is in it. An object
/// counts as a record when its first member is neither list nor object.
struct JSONRecords {
    /// Largest document that is read whole, in bytes.
    private static let wholeLimit = 64 << 20

    private enum Frame {
        case list(path: [String], isFirst: Bool)
        case mapping(path: [String], isFirst: Bool)
    }

    private var parser: JSONParser
    private let shape: JSONShape
    private var names: [String]?
    private var hasRows = false
    private let shared: [[String]: [String: JSONValue]]
    /// The places that are read, and those on the way there.
    private var places: Set<[String]> = []
    private var ways: Set<[String]> = []
    private var stack: [Frame] = []
    private var hasBegun = false
    private var waiting: [DataSetFields] = []
    private var position = 0

    /// - Parameters:
    ///   - source: where the bytes come from
    ///   - shape: where the prompts are
    ///   - outline: what else the document says, where ``JSONShape`` was found by it
    ///   - limit: longest record, in bytes
    init(_ source: ByteSource, shape: JSONShape, outline: JSONOutline? = nil, limit: Int) {
        self.shape = shape
        switch shape {
        case .lists(let places, let names):
            self.names = names
            shared = outline?.shared(by: places) ?? [:]
            self.places = Set(places)
            ways = Set(places.flatMap { place in (0..<place.count).map { Array(place.prefix($0)) } })
            parser = JSONParser(source, limit: limit)
        case .columns:
            names = nil
            shared = [:]
            parser = JSONParser(source, limit: Self.wholeLimit)
        default:
            names = nil
            shared = [:]
            parser = JSONParser(source, limit: limit)
        }
    }

    /// Repairs so far.
    var repair: TextRepair { parser.repair }

    /// The next record; nil at the end.
    ///
    /// - Throws: ``DataSetError``.
    mutating func next() throws(DataSetError) -> DataSetFields? {
        while position == waiting.count {
            waiting.removeAll(keepingCapacity: true)
            position = 0
            guard try step() else { return nil }
        }
        defer { position += 1 }
        return waiting[position]
    }

    private mutating func step() throws(DataSetError) -> Bool {
        switch shape {
        case .sequence, .record: return try readValue()
        case .categories, .lists: return try readDocument()
        case .columns(let place):
            guard try parser.peekToken() != nil else { return false }
            parser.beginRecord()
            let line = parser.line
            let table = JSONDocument.at(place, in: try parser.value())
            waiting += JSONDocument.table(table, line: line)
            return true
        }
    }

    private mutating func readValue() throws(DataSetError) -> Bool {
        parser.beginRecord()
        // Some write a comma between the lines.
        if hasBegun, try parser.peekToken() == UInt8(ascii: ",") { try parser.expect(UInt8(ascii: ",")) }
        guard try parser.peekToken() != nil else { return false }
        hasBegun = true
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
        // Documents may follow each other; what is none does not belong there.
        guard !hasBegun || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") else {
            throw parser.bad("something stands behind the end of the document")
        }
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
        if try parser.peekToken() == UInt8(ascii: "]") { return try parser.expect(UInt8(ascii: "]")) }
        let line = parser.line
        add(try parser.value(), path: path, line: line)
        stack.append(.list(path: path, isFirst: false))
    }

    private mutating func readMapping(_ path: [String], _ isFirst: Bool) throws(DataSetError) {
        if try parser.peekToken() == UInt8(ascii: "}") { return try parser.expect(UInt8(ascii: "}")) }
        if !isFirst { try parser.expect(UInt8(ascii: ",")) }
        if try parser.peekToken() == UInt8(ascii: "}") { return try parser.expect(UInt8(ascii: "}")) }
        let line = parser.line
        let key = try parser.string()
        try parser.expect(UInt8(ascii: ":"))
        let byte = try parser.peekToken()
        guard leads(path + [key], byte) else {
            stack.append(.mapping(path: path, isFirst: false))
            return try parser.skipValue()
        }
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

    /// Whether what stands there is read, or on the way to it.
    private func leads(_ place: [String], _ byte: UInt8?) -> Bool {
        guard case .lists = shape else { return true }
        if byte == UInt8(ascii: "[") { return places.contains(place) }
        return byte == UInt8(ascii: "{") && ways.contains(place)
    }

    /// Whether a value is the first of rows that are lists, and names the columns of those behind it.
    private mutating func isHead(_ value: JSONValue, _ path: [String]) -> Bool {
        guard path.isEmpty, !hasRows, names == nil else { return false }
        hasRows = true
        let cells = value.items.compactMap(\.stringValue)
        guard cells.count > 1, cells.count == value.items.count, cells.contains(where: RecordLists.isColumn) else {
            return false
        }
        names = cells
        return true
    }

    private mutating func add(_ value: JSONValue, path: [String], line: Int) {
        if isHead(value, path) { return }
        let value = path.isEmpty ? JSONDocument.named(value, names) : value
        guard case .lists = shape, !path.isEmpty else {
            waiting += DataSetFields.records(of: value, path: path, line: line)
            return
        }
        let records = DataSetFields.records(
            of: JSONDocument.named(value, names), path: JSONShape.categories(path), line: line)
        waiting += records.flatMap { $0.adding(shared[path] ?? [:]) }
    }
}
