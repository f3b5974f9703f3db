import Foundations
import Records
import SafetyGrid

/// Finds the records in YAML. A list is read some items at a time; anything else whole.
struct YAMLRecords {
    /// Largest document that is read whole, in bytes.
    private static let wholeLimit = 16 << 20
    /// A list is cut before the next item when a part is as long as this, in bytes.
    private static let part = 256 << 10

    private let source: ByteSource
    private var lines: LineReader
    private var ahead: [UInt8]?
    private var waiting: [DataSetFields] = []
    private var position = 0
    /// Counts repairs.
    private(set) var repair = TextRepair()

    /// - Parameters:
    ///   - source: where the bytes come from
    ///   - limit: longest line, in bytes
    init(_ source: ByteSource, limit: Int) {
        self.source = source
        lines = LineReader(source, limit: limit)
    }

    /// The next record; nil at the end.
    ///
    /// - Throws: ``DataSetError``.
    mutating func next() throws(DataSetError) -> DataSetFields? {
        while position == waiting.count {
            position = 0
            waiting = []
            guard let records = try records() else { return nil }
            waiting = records
        }
        defer { position += 1 }
        return waiting[position]
    }

    /// The records of the next part; nil at the end.
    private mutating func records() throws(DataSetError) -> [DataSetFields]? {
        var text: [UInt8] = []
        var first = lines.line
        var isList: Bool?
        while let line = try nextLine() {
            let isItem = line.first == UInt8(ascii: "-") && (line.count == 1 || line[1] == 0x20)
            if Self.isMark(line) {
                if isList != nil { break }
                continue
            }
            if isList == true, isItem, text.count >= Self.part {
                ahead = line
                break
            }
            if text.isEmpty { first = lines.line }
            if isList == nil, Self.isContent(line) { isList = isItem }
            text += line + [0x0a]
            guard text.count <= Self.wholeLimit else {
                throw .tooLarge(
                    file: source.file, kind: "YAML", limit: Self.wholeLimit, remedy: "write it as JSON lines")
            }
        }
        guard isList != nil else { return nil }
        return try records(in: text, first)
    }

    private mutating func nextLine() throws(DataSetError) -> [UInt8]? {
        guard let line = ahead else { return try lines.next() }
        ahead = nil
        return line
    }

    private mutating func records(in bytes: [UInt8], _ first: Int) throws(DataSetError) -> [DataSetFields] {
        let parts: [YAMLValue]
        let values: [JSONValue]
        let isList: Bool
        do throws(ConfigurationError) {
            let root = try YAMLValue(text: repair.text(bytes), file: source.file, hasTags: true)
            isList = root.isList
            parts = isList ? try root.list() : [root]
            values = try parts.map { part throws(ConfigurationError) in try part.json(atMost: bytes.count) }
        } catch {
            throw .badYAML(file: source.file, line: first + Self.line(error) - 1, problem: Self.problem(error))
        }
        // Items of a list keep their lines.
        let lines = parts.map { first + ($0.location.line ?? 1) - 1 }
        if isList {
            let prompts = UnquotedColons.rejoined(zip(values, parts).map(Self.text))
            return zip(prompts, lines).flatMap { DataSetFields.records(of: $0, path: [], line: $1) }
        }
        if let file = values.lazy.compactMap(PromptfooVariables.otherFile).first {
            throw .wrongKind(
                file: source.file, kind: "a promptfoo configuration that keeps a part in \(file)",
                remedy: "import that file, or write here what it says")
        }
        return zip(values, lines).flatMap {
            JSONDocument.records(of: UnquotedColons.rejoined(PromptfooVariables.written($0)), line: $1)
        }
    }

    /// A scalar in a list is a prompt, as it is written.
    private static func text(_ value: JSONValue, _ part: YAMLValue) -> JSONValue {
        switch value {
        case .bool, .int, .number: (try? part.string()).map { .string($0) } ?? value
        default: value
        }
    }

    private static func line(_ error: ConfigurationError) -> Int {
        switch error {
        case .syntax(let place, _), .invalid(let place, _): place.line ?? 1
        default: 1
        }
    }

    private static func problem(_ error: ConfigurationError) -> String {
        switch error {
        case .syntax(_, let problem), .invalid(_, let problem): problem
        default: "\(error)"
        }
    }

    /// Where a document begins or ends.
    private static func isMark(_ line: [UInt8]) -> Bool {
        let text = line.prefix(4)
        return text.starts(with: Array("---".utf8)) && (line.count == 3 || line[3].isSpace)
            || text.elementsEqual(Array("...".utf8)) || line.first == UInt8(ascii: "%")
    }

    private static func isContent(_ line: [UInt8]) -> Bool {
        guard let byte = line.first(where: { !$0.isSpace }) else { return false }
        return byte != UInt8(ascii: "#")
    }
}
