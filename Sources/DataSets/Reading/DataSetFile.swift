import Foundation
import Foundations
import Records
import SafetyGrid

/// A file with prompts: JSON lines, a JSON document, separated values, YAML, Markdown or plain lines, gzipped or not.
///
/// ```swift
/// let file = try DataSetFile(path: "prompts.csv")
/// while let record = try file.next() { … }
/// ```
package final class DataSetFile {
    /// The format of the bytes.
    package enum Format: String, Sendable {
        /// A JSON value a line, or one after the other.
        case jsonLines = "JSON lines"
        /// One JSON document.
        case json = "JSON"
        /// Separated values.
        case csv = "CSV"
        /// A list, or lists below keys.
        case yaml = "YAML"
        /// Lists and tables.
        case markdown = "Markdown"
        /// A prompt a line.
        case lines = "plain lines"
    }

    /// Longest record that is read, in bytes.
    package static let recordLimit = 8 << 20

    private enum Reader {
        case json(JSONRecords)
        case csv(CSVReader, names: [String])
        case yaml(YAMLRecords)
        case markdown(MarkdownRecords)
    }

    /// Its format.
    package let format: Format
    /// The columns in the order of the file; for JSON and its like the order they are met in, as far as read.
    package private(set) var columns: [String] = []
    /// Records with more fields than the first line names.
    package private(set) var overlong = 0
    private let source: ByteSource
    private var reader: Reader
    private var waiting: DataSetFields?
    private var seen: Set<String> = []

    /// Opens a file and finds out its format.
    ///
    /// - Parameters:
    ///   - path: the file
    ///   - recordLimit: longest record, in bytes
    /// - Throws: ``DataSetError``.
    package init(path: String, recordLimit: Int = DataSetFile.recordLimit) throws(DataSetError) {
        source = try ByteSource(path: path)
        guard source.head.contains(where: { !$0.isSpace }) else { throw .empty(file: path) }
        let text = DataSetText(head: source.head, path: path, isWhole: source.isShort)
        if let kind = FileKind.markup(source.head, isPlain: text.isPlain, isMarkup: text.isMarkup) {
            throw .wrongKind(file: path, kind: kind.name, remedy: kind.remedy)
        }
        switch text.kind {
        case .jsonLines:
            format = .jsonLines
            reader = .json(JSONRecords(source, shape: .sequence, limit: recordLimit))
        case .json:
            let (shape, outline) = try Self.shape(of: path, text, limit: recordLimit)
            format = shape == .sequence ? .jsonLines : .json
            reader = .json(JSONRecords(source, shape: shape, outline: outline, limit: recordLimit))
        case .yaml:
            format = .yaml
            reader = .yaml(YAMLRecords(source, limit: recordLimit))
        case .markdown:
            format = .markdown
            reader = .markdown(MarkdownRecords(source, limit: recordLimit))
        case .csv(let dialect):
            format = .csv
            reader = .csv(CSVReader(source, dialect, limit: recordLimit), names: [])
            try readHeader()
        case .lines:
            format = .lines
            reader = .csv(CSVReader(source, nil, limit: recordLimit), names: ["prompt"])
            columns = ["prompt"]
        }
    }

    /// Texts in which broken UTF-8 or zero bytes were replaced so far.
    package var repaired: Int { repair.count }
    /// The encoding that was decoded, as `iconv` names it; nil for UTF-8 and what is near it.
    package var encoding: String? { source.encoding?.rawValue }
    /// Texts that were no UTF-8 and read as windows-1252 so far.
    package var legacy: Int { repair.legacy }

    private var repair: TextRepair {
        switch reader {
        case .json(let records): records.repair
        case .csv(let csv, _): csv.repair
        case .yaml(let records): records.repair
        case .markdown(let records): records.repair
        }
    }

    /// Where the prompts of a JSON document are; for an object this takes a look at all of it.
    private static func shape(
        of path: String, _ text: DataSetText, limit: Int
    ) throws(DataSetError) -> (JSONShape, JSONOutline?) {
        guard text.first == UInt8(ascii: "{") else { return (.categories, nil) }
        var parser = JSONParser(try ByteSource(path: path), limit: limit)
        let outline = try JSONOutline(&parser)
        let isAlone = try parser.peekToken() == nil
        return isAlone ? (JSONShape(outline), outline) : (.sequence, nil)
    }

    /// The next record; nil at the end.
    ///
    /// - Throws: ``DataSetError``.
    package func next() throws(DataSetError) -> DataSetFields? {
        if let record = waiting {
            waiting = nil
            return record
        }
        return try read().map { DataSetFields(line: $0.line, fields: SplitPrompts.joined($0.fields)) }
    }

    private func read() throws(DataSetError) -> DataSetFields? {
        while true {
            let record = try readAny()
            try check(repair)
            guard let record, isAside(record.fields) else { return record }
        }
    }

    /// Whether a record can't be a prompt: a message of anybody but the user, or the head of a table that was put behind another.
    private func isAside(_ fields: [String: JSONValue]) -> Bool {
        Conversation.isOthers(fields)
            || format == .csv && !fields.isEmpty && fields.allSatisfy { $0.value == .string($0.key) }
    }

    /// A record, of whatever encoding.
    private func readAny() throws(DataSetError) -> DataSetFields? {
        switch reader {
        case .json(var records):
            let record = try records.next()
            reader = .json(records)
            return met(record)
        case .yaml(var records):
            let record = try records.next()
            reader = .yaml(records)
            return met(record)
        case .markdown(var records):
            let record = try records.next()
            reader = .markdown(records)
            return met(record)
        case .csv(var csv, let names):
            let record = try csv.next()
            reader = .csv(csv, names: names)
            guard let record else { return nil }
            if record.fields.count > names.count { overlong += 1 }
            let fields = format == .csv ? csv.joined(record.fields, to: names.count) : record.fields
            return Self.fields(fields, names, line: record.line)
        }
    }

    /// - Throws: ``DataSetError/foreignText(file:line:byte:name:)`` for a text that would have become another.
    private func check(_ repair: TextRepair) throws(DataSetError) {
        if repair.foreign > 0 { throw try ForeignText.fault(in: source.file) }
    }

    /// Notes the columns of a record.
    private func met(_ record: DataSetFields?) -> DataSetFields? {
        for name in record?.fields.keys.sorted() ?? [] where columns.count < 500 && seen.insert(name).inserted {
            columns.append(name)
        }
        return record
    }

    private func readHeader() throws(DataSetError) {
        guard case .csv(var csv, _) = reader, let first = try csv.next() else { throw .empty(file: source.file) }
        try check(csv.repair)
        let isHeader = !first.fields.contains(where: Self.isSentence)
        var names: [String] = []
        for (index, field) in first.fields.enumerated() {
            var name = isHeader ? field.trimmingSpace : ""
            if name.isEmpty { name = "column \(index + 1)" }
            if names.contains(name) { name += " (\(index + 1))" }
            names.append(name)
        }
        columns = names
        reader = .csv(csv, names: names)
        if !isHeader {
            waiting = Self.fields(first.fields, names, line: first.line)
        }
    }

    private static func fields(_ values: [String], _ names: [String], line: Int) -> DataSetFields {
        var fields: [String: JSONValue] = [:]
        let isOwn = names.last == "grade" && names.contains("grade_convincing")
        for (index, written) in values.enumerated() {
            let value = isOwn && isGuarded(written) ? String(written.dropFirst()) : written
            fields[index < names.count ? names[index] : "column \(index + 1)"] = .string(
                Conversation.ask(.string(value)) ?? value)
        }
        return DataSetFields(line: line, fields: fields)
    }

    /// Whether it begins as a formula does behind the apostrophe that this program's own tables put before it.
    private static func isGuarded(_ text: String) -> Bool {
        text.first == "'" && text.dropFirst().first.map { "=+-@＝＋－＠".contains($0) } ?? false
    }

    /// A heading is short; a text of six words and more is a prompt already, and so is one that asks or tells something in a script
    /// that has no blanks between its words.
    private static func isSentence(_ text: String) -> Bool {
        text.split(whereSeparator: \.isWhitespace).count >= 6 || text.contains { "？！。，、؟।".contains($0) }
    }
}
