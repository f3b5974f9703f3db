import Foundation
import Foundations
import Records

/// Reads a file as items with right solutions: CSV, JSON or JSON lines, in the shapes that published sets have.
///
/// ```swift
/// let reader = try ItemReader(path: "questions.csv")
/// while let item = try reader.next() { … }
/// ```
package final class ItemReader {
    /// The columns that are read.
    package let columns: ItemColumns
    /// All columns of the file, as far as the sample has them.
    package let known: [String]
    /// The kind of the file.
    package var format: DataSetFile.Format { file.format }

    private let path: String
    private let file: DataSetFile
    private var sample: ArraySlice<DataSetFields>
    private var count = 0
    private var ids: Set<String> = []

    /// Opens a file and finds its columns.
    ///
    /// - Throws: ``DataSetError``.
    package init(path: String, question: String? = nil, category: String? = nil) throws(DataSetError) {
        self.path = path
        file = try DataSetFile(path: path)
        var sample: [DataSetFields] = []
        while sample.count < ColumnGuess.sampleSize, let record = try file.next() { sample.append(record) }
        guard !sample.isEmpty else { throw .empty(file: path) }
        known = file.columns
        columns = try ItemColumns(file.columns, question: question, category: category, file: path)
        self.sample = sample[...]
    }

    /// The next item; nil at the end.
    ///
    /// - Throws: ``DataSetError``; ``DataSetError/badItem(file:line:problem:)`` for a record that is no item.
    package func next() throws(DataSetError) -> Item? {
        let record: DataSetFields?
        if let first = sample.popFirst() { record = first } else { record = try file.next() }
        guard let record else { return nil }
        count += 1
        do {
            return try item(record)
        } catch {
            throw .badItem(file: path, line: record.line, problem: "\(error)")
        }
    }

    private func item(_ record: DataSetFields) throws(ItemFault) -> Item {
        guard var question = record.text(columns.question) else { throw .noQuestion }
        var options = options(record)
        if options.texts.isEmpty, columns.options == nil, columns.letters.isEmpty {
            let parted = Self.parted(question)
            if parted.options.count >= 2 {
                question = parted.question
                options.texts = parted.options
            }
        }
        let solution = try solution(record, options)
        return Item(
            id: id(record), category: columns.category.flatMap(record.text) ?? "all", question: question,
            solution: solution)
    }

    private func id(_ record: DataSetFields) -> String {
        let own = columns.id.flatMap(record.text) ?? "item-\(count)"
        let id = ids.contains(own) ? "\(own)-\(count)" : own
        ids.insert(id)
        return id
    }

    /// The texts of the options, and those that the options themselves say are right; nil when they say nothing.
    private func options(_ record: DataSetFields) -> (texts: [String], right: [Int]?) {
        if !columns.letters.isEmpty {
            return (columns.letters.compactMap(record.text), nil)
        }
        guard let column = columns.options, let value = record.fields[column] else {
            return scored(record.fields)
        }
        return Self.options(of: value)
    }

    /// Scores that were flattened into columns of their own: `target_scores.<option>`.
    private func scored(_ fields: [String: JSONValue]) -> (texts: [String], right: [Int]?) {
        var members: [String: JSONValue] = [:]
        for (key, value) in fields {
            guard let mark = key.firstRange(of: "target_scores.") else { continue }
            members[String(key[mark.upperBound...])] = value
        }
        return members.isEmpty ? ([], nil) : Self.options(of: .object(members))
    }

    private static func options(of value: JSONValue) -> (texts: [String], right: [Int]?) {
        switch value {
        case .array(let items): return (items.compactMap(DataSetFields.text), nil)
        case .object(let members):
            let pairs = members.sorted { $0.key < $1.key }
            // Letters as keys name their options; other keys are the options, and the values say how right they are.
            if pairs.allSatisfy({ $0.key.count == 1 }), pairs.contains(where: { $0.value.stringValue != nil }) {
                return (pairs.compactMap { DataSetFields.text(of: $0.value) }, nil)
            }
            if case .array(let texts)? = members["text"] { return (texts.compactMap(DataSetFields.text), nil) }
            return (pairs.map(\.key), pairs.indices.filter { isRight(pairs[$0].value) })
        case .string(let text):
            if let data = text.data(using: .utf8), let inner = try? JSONDecoder().decode(JSONValue.self, from: data),
                inner.stringValue == nil
            {
                return options(of: inner)
            }
            let parts = parted("\n" + text).options
            return (parts.isEmpty ? text.split(separator: "|").map { String($0).trimmed } : parts, nil)
        default: return ([], nil)
        }
    }

    private static func isRight(_ value: JSONValue) -> Bool {
        switch value {
        case .int(let score): score > 0
        case .number(let score): score > 0
        case .bool(let flag): flag
        default: false
        }
    }

    private func solution(
        _ record: DataSetFields, _ options: (texts: [String], right: [Int]?)
    ) throws(ItemFault) -> ItemSolution {
        if !options.texts.isEmpty {
            if let right = options.right { return try .choice(checked: options.texts, right: right) }
            guard let column = columns.solution, let value = record.fields[column], value != .null else {
                throw .noSolution
            }
            return try .choice(checked: options.texts, right: Self.right(value, options.texts))
        }
        guard let column = columns.solution, let text = record.text(column) else { throw .noSolution }
        let tolerance = columns.tolerance.flatMap(record.text)
        if let number = Double(text) {
            let width = try tolerance.map { (text) throws(ItemFault) in
                guard let width = Double(text) else { throw .noNumber(text) }
                return width
            }
            return try .number(checked: number, tolerance: width)
        }
        if text.count > 2, text.hasPrefix("/"), text.hasSuffix("/") {
            return try .pattern(checked: String(text.dropFirst().dropLast()))
        }
        return .exact([text])
    }

    /// The right options by letters, by position from 0, or by their texts.
    private static func right(_ value: JSONValue, _ options: [String]) throws(ItemFault) -> [Int] {
        switch value {
        case .int(let index):
            guard options.indices.contains(index) else { throw .notAnOption("\(index)") }
            return [index]
        case .array(let items):
            var right: [Int] = []
            for item in items { right += try self.right(item, options) }
            return right
        default:
            guard let text = DataSetFields.text(of: value), !text.isEmpty else { throw .nothingRight }
            if let index = options.firstIndex(where: { $0.lowercased().trimmed == text.lowercased() }) {
                return [index]
            }
            // "A, C" and "A and C" are parted, "AC" is letters one by one.
            let isParted = text.contains { ",;、 ".contains($0) }
            let parts =
                isParted
                ? text.split { ",;、 ".contains($0) }.map(String.init)
                : text.uppercased() == text ? text.filter { !"()[].".contains($0) }.map(String.init) : [text]
            var right: [Int] = []
            for part in parts where part.lowercased() != "and" { right.append(try index(of: part, options)) }
            guard !right.isEmpty else { throw .notAnOption(text) }
            return right
        }
    }

    private static func index(of part: String, _ options: [String]) throws(ItemFault) -> Int {
        let bare = part.filter { !"().[]".contains($0) }
        if let number = Int(bare), options.indices.contains(number) { return number }
        if let index = options.firstIndex(where: { $0.lowercased().trimmed == bare.lowercased() }) { return index }
        guard bare.count == 1, let byte = bare.uppercased().utf8.first, byte >= 65, Int(byte) - 65 < options.count,
            bare.uppercased().utf8.count == 1
        else { throw .notAnOption(part) }
        return Int(byte) - 65
    }

    /// A question with its options in it, as lines that begin with `A:`, `A.`, `A)` or `(A)`, in order from A.
    static func parted(_ text: String) -> (question: String, options: [String]) {
        var question: [Substring] = []
        var options: [String] = []
        for line in text.split(whereSeparator: \.isNewline) {
            let bare = line.drop { $0 == " " || $0 == "(" || $0 == "（" }
            let expected = ItemSolution.letter(options.count % 26)
            let rest = bare.dropFirst()
            if bare.first == expected, let sign = rest.first, ":.)、．：）".contains(sign), options.count < 26 {
                options.append(String(rest.dropFirst()).trimmed)
            } else if options.isEmpty {
                question.append(line)
            } else {
                options[options.count - 1] += " " + String(line).trimmed
            }
        }
        return (question.joined(separator: "\n").trimmed, options)
    }
}
