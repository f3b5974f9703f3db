import Foundations
import Records

/// Reads JSON from a file a value at a time (RFC 8259), so that a document of any size needs no more memory than its
/// largest record.
///
/// It is read as it is found: with `NaN` and `Infinity`, Python's words and quotes, commas before a closing bracket, half
/// surrogate pairs, and byte order marks or record separators (RFC 7464) between values.
struct JSONParser {
    /// Deepest nesting that is read.
    static let maximumDepth = 64

    let source: ByteSource
    private let limit: Int
    private var size = 0
    /// The line that is read, from 1.
    private(set) var line = 1
    /// Counts repairs.
    private(set) var repair = TextRepair()

    /// - Parameters:
    ///   - source: where the bytes come from
    ///   - limit: longest value, in bytes
    init(_ source: ByteSource, limit: Int) {
        self.source = source
        self.limit = limit
    }

    /// Begins a record: its size counts from here.
    mutating func beginRecord() { size = 0 }

    /// The next byte that is not white space, without taking it; nil at the end.
    mutating func peekToken() throws(DataSetError) -> UInt8? {
        while let byte = try source.peek() {
            switch byte {
            case UInt8(ascii: "\n"): line += 1
            case UInt8(ascii: " "), UInt8(ascii: "\t"), 0x1e: break
            case UInt8(ascii: "\r"):
                _ = try source.next()
                // A lone carriage return ends a line, too.
                if try source.peek() != UInt8(ascii: "\n") { line += 1 }
                continue
            case 0xef:
                guard try isMark() else { return byte }
                continue
            default: return byte
            }
            _ = try source.next()
        }
        return nil
    }

    /// Passes over a byte order mark, which stands between files that were put together.
    private func isMark() throws(DataSetError) -> Bool {
        guard source.head.starts(with: [0xef, 0xbb, 0xbf]) else { return false }
        source.skip(3)
        return true
    }

    /// Takes the next token byte, which has to be `byte`.
    mutating func expect(_ byte: UInt8) throws(DataSetError) {
        guard try peekToken() == byte else { throw try unexpected("'\(Character(Unicode.Scalar(byte)))'") }
        _ = try take()
    }

    /// Any value.
    mutating func value(depth: Int = 0) throws(DataSetError) -> JSONValue {
        guard depth < Self.maximumDepth else { throw bad("nested more than \(Self.maximumDepth) deep") }
        switch try peekToken() {
        case UInt8(ascii: "{"): return .object(try object(depth: depth))
        case UInt8(ascii: "["): return .array(try array(depth: depth))
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return .string(try string())
        case .some(let byte) where Self.signs.contains(byte) || (0x30...0x39).contains(byte): return try number()
        case .some: return try word()
        case nil: throw bad("it ends in the middle of a value")
        }
    }

    private static let signs = Array("-+".utf8)

    /// The text of a string in double or, as Python writes it, in single quotes; broken escapes are errors.
    mutating func string() throws(DataSetError) -> String {
        let quote: UInt8 = try peekToken() == UInt8(ascii: "'") ? UInt8(ascii: "'") : UInt8(ascii: "\"")
        try expect(quote)
        var bytes: [UInt8] = []
        while let byte = try take() {
            switch byte {
            case quote: return repair.text(bytes)
            case UInt8(ascii: "\\"): try escape(into: &bytes)
            case UInt8(ascii: "\n"): throw bad("a line end within a text")
            default: bytes.append(byte)
            }
        }
        throw bad("a text that never ends")
    }

    private mutating func object(depth: Int) throws(DataSetError) -> [String: JSONValue] {
        try expect(UInt8(ascii: "{"))
        return try members(depth: depth, isFirst: true)
    }

    /// The members up to the closing brace.
    mutating func members(depth: Int, isFirst: Bool) throws(DataSetError) -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        var isFirst = isFirst
        while let byte = try peekToken(), byte != UInt8(ascii: "}") {
            if !isFirst { try expect(UInt8(ascii: ",")) }
            isFirst = false
            if try peekToken() == UInt8(ascii: "}") { break }
            let key = try string()
            try expect(UInt8(ascii: ":"))
            members[key] = try value(depth: depth + 1)
        }
        try expect(UInt8(ascii: "}"))
        return members
    }

    private mutating func array(depth: Int) throws(DataSetError) -> [JSONValue] {
        try expect(UInt8(ascii: "["))
        var items: [JSONValue] = []
        while let byte = try peekToken(), byte != UInt8(ascii: "]") {
            if !items.isEmpty { try expect(UInt8(ascii: ",")) }
            if try peekToken() == UInt8(ascii: "]") { break }
            items.append(try value(depth: depth + 1))
        }
        try expect(UInt8(ascii: "]"))
        return items
    }

    private mutating func number() throws(DataSetError) -> JSONValue {
        let text = try run { (0x30...0x39).contains($0) || Array("+-.eE".utf8).contains($0) }
        if let value = Int(text) { return .int(value) }
        // Python writes -Infinity.
        if text == "-" || text == "+" { return try word() }
        guard let value = Double(text) else { throw bad("'\(text.prefix(20))' is no number") }
        return value.isFinite ? .number(value) : .null
    }

    private mutating func word() throws(DataSetError) -> JSONValue {
        let text = try run { (0x61...0x7a).contains($0 | 0x20) }
        switch text {
        case "true", "True": return .bool(true)
        case "false", "False": return .bool(false)
        // Programs write these where there is no value.
        case "null", "None", "NaN", "nan", "Infinity", "inf", "undefined": return .null
        default: throw text.isEmpty ? try unexpected("a value") : bad("unknown word '\(text.prefix(20))'")
        }
    }

    private mutating func run(_ belongs: (UInt8) -> Bool) throws(DataSetError) -> String {
        var bytes: [UInt8] = []
        while let byte = try source.peek(), belongs(byte), bytes.count < 400 {
            bytes.append(byte)
            _ = try take()
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private mutating func escape(into bytes: inout [UInt8]) throws(DataSetError) {
        switch try take() {
        case UInt8(ascii: "n"): bytes.append(0x0a)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "r"): bytes.append(0x0d)
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0c)
        case UInt8(ascii: "u"): try unicode(into: &bytes)
        case .some(let byte) where Array("\"\\/'".utf8).contains(byte): bytes.append(byte)
        default: throw bad("an unknown escape in a text")
        }
    }

    /// A code unit of UTF-16, or two that are one character. Half a pair is no character, and becomes U+FFFD.
    private mutating func unicode(into bytes: inout [UInt8]) throws(DataSetError) {
        var unit = try hex()
        while (0xd800..<0xdc00).contains(unit) {
            guard try source.peek() == UInt8(ascii: "\\") else { break }
            _ = try take()
            guard try source.peek() == UInt8(ascii: "u") else {
                replace(&bytes)
                return try escape(into: &bytes)
            }
            _ = try take()
            let low = try hex()
            if (0xdc00..<0xe000).contains(low) {
                unit = 0x10000 + (unit - 0xd800) << 10 + (low - 0xdc00)
            } else {
                replace(&bytes)
                unit = low
            }
        }
        guard let scalar = Unicode.Scalar(unit) else { return replace(&bytes) }
        bytes += Array(String(Character(scalar)).utf8)
    }

    private mutating func replace(_ bytes: inout [UInt8]) {
        bytes += Array("\u{FFFD}".utf8)
        repair.add()
    }

    private mutating func hex() throws(DataSetError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = try take(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw bad("an escape without four digits")
            }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    private mutating func take() throws(DataSetError) -> UInt8? {
        size += 1
        guard size <= limit else { throw .tooLong(file: source.file, line: line, limit: limit) }
        return try source.next()
    }

    /// Passes over a value of any length and depth, without a look at what is in it.
    mutating func skipValue() throws(DataSetError) {
        var depth = 0
        repeat {
            guard let byte = try peekToken() else { throw bad("it ends in the middle of a value") }
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                try skipString(byte)
                continue
            case UInt8(ascii: ","), UInt8(ascii: ":"): break
            default:
                while let next = try source.peek(), !Self.ends(next) { _ = try source.next() }
                continue
            }
            _ = try source.next()
        } while depth > 0
    }

    /// Whether a number or a word ends before this byte.
    private static func ends(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x09, 0x0a, 0x0d, 0x22, 0x27, 0x2c, 0x3a, 0x5d, 0x7d: true
        default: false
        }
    }

    private mutating func skipString(_ quote: UInt8) throws(DataSetError) {
        _ = try source.next()
        while let byte = try source.next() {
            if byte == quote { return }
            if byte == UInt8(ascii: "\\") { _ = try source.next() }
            if byte == UInt8(ascii: "\n") { line += 1 }
        }
        throw bad("a text that never ends")
    }

    /// An error at the line that is read.
    func bad(_ problem: String) -> DataSetError {
        .badJSON(file: source.file, line: line, problem: problem)
    }

    private func unexpected(_ wanted: String) throws(DataSetError) -> DataSetError {
        guard let byte = try source.peek() else { return bad("it ends where \(wanted) should stand") }
        let shown = (0x21...0x7e).contains(byte) ? "'\(Character(Unicode.Scalar(byte)))'" : "byte \(byte)"
        return bad("\(shown) where \(wanted) should stand")
    }
}
