import Foundation
import Records
import SafetyGrid

/// A file with prompts: JSON lines, a JSON document, separated values or plain lines, gzipped or not.
///
/// ```swift
/// let file = try DataSetFile(path: "prompts.csv")
/// while let record = try file.next() { … }
/// ```
package final class DataSetFile {
    /// What the bytes are.
    package enum Format: String, Sendable {
        /// A JSON value a line.
        case jsonLines = "JSON lines"
        /// One JSON document.
        case json = "JSON"
        /// Separated values.
        case csv = "CSV"
        /// A prompt a line.
        case lines = "plain lines"
    }

    /// Longest record that is read, in bytes.
    package static let recordLimit = 8 << 20

    private enum Reader {
        case json(JSONRecords)
        case csv(CSVReader, names: [String])
    }

    /// What it is.
    package let format: Format
    /// The columns in the order of the file; for JSON the order they are met in, as far as read.
    package private(set) var columns: [String] = []
    private let source: ByteSource
    private var reader: Reader
    private var waiting: DataSetFields?

    /// Opens a file and finds out what it is.
    ///
    /// - Parameters:
    ///   - path: the file
    ///   - recordLimit: longest record, in bytes
    /// - Throws: ``DataSetError``.
    package init(path: String, recordLimit: Int = DataSetFile.recordLimit) throws(DataSetError) {
        source = try ByteSource(path: path)
        guard let first = source.head.first(where: { !Letters.isSpace($0) }) else { throw .empty(file: path) }
        let name = path.hasSuffix(".gz") ? String(path.dropLast(3)) : path
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            format = Self.isLines(source.head, name: name) ? .jsonLines : .json
            reader = .json(JSONRecords(source, isLines: format == .jsonLines, limit: recordLimit))
        } else {
            format = name.lowercased().hasSuffix(".txt") ? .lines : .csv
            reader = .csv(CSVReader(source, limit: recordLimit, isPlain: format == .lines), names: [])
            try readHeader()
        }
    }

    /// Texts in which broken UTF-8 or zero bytes were replaced so far.
    package var repaired: Int {
        switch reader {
        case .json(let records): records.repaired
        case .csv(let csv, _): csv.repair.count
        }
    }

    /// The next record; nil at the end.
    ///
    /// - Throws: ``DataSetError``.
    package func next() throws(DataSetError) -> DataSetFields? {
        if let record = waiting {
            waiting = nil
            return record
        }
        switch reader {
        case .json(var records):
            let record = try records.next()
            reader = .json(records)
            for name in record?.fields.keys.sorted() ?? [] where !columns.contains(name) && columns.count < 500 {
                columns.append(name)
            }
            return record
        case .csv(var csv, let names):
            let record = try csv.next()
            reader = .csv(csv, names: names)
            return record.map { Self.fields($0.fields, names, line: $0.line) }
        }
    }

    private func readHeader() throws(DataSetError) {
        guard case .csv(var csv, _) = reader, let first = try csv.next() else { throw .empty(file: source.file) }
        let isHeader = format != .lines && !first.fields.contains(where: Self.isSentence)
        var names: [String] = []
        for (index, field) in first.fields.enumerated() {
            var name = isHeader ? field.trimmingSpace : ""
            if name.isEmpty { name = "column \(index + 1)" }
            if names.contains(name) { name += " (\(index + 1))" }
            names.append(name)
        }
        if format == .lines { names = ["prompt"] }
        columns = names
        reader = .csv(csv, names: names)
        if !isHeader {
            waiting = Self.fields(first.fields, names, line: first.line)
        }
    }

    private static func fields(_ values: [String], _ names: [String], line: Int) -> DataSetFields {
        var fields: [String: JSONValue] = [:]
        for (index, value) in values.enumerated() {
            fields[index < names.count ? names[index] : "column \(index + 1)"] = .string(value)
        }
        return DataSetFields(line: line, fields: fields)
    }

    /// A heading is short; a text of six words and more is a prompt already.
    private static func isSentence(_ text: String) -> Bool {
        text.split(whereSeparator: \.isWhitespace).count >= 6
    }

    /// Whether each line is a document: the first line is one, and another follows or the name says so.
    private static func isLines(_ head: ArraySlice<UInt8>, name: String) -> Bool {
        let named = [".jsonl", ".ndjson"].contains { name.lowercased().hasSuffix($0) }
        let start = head.drop(while: Letters.isSpace)
        guard !named, start.first == UInt8(ascii: "{"), let end = start.firstIndex(of: UInt8(ascii: "\n")) else {
            return named && start.first == UInt8(ascii: "{")
        }
        guard (try? JSONSerialization.jsonObject(with: Data(start[..<end]))) != nil else { return false }
        return start[end...].first { !Letters.isSpace($0) } == UInt8(ascii: "{")
    }
}

extension Letters {
    /// Whether the byte is a space, a tab or a line end.
    static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0d).contains(byte)
    }
}
