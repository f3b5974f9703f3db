import Foundations
import Records

/// Finds prompts in Markdown: the items of its lists, or the rows of its tables, with the heading they stand under.
struct MarkdownRecords {
    private let source: ByteSource
    private var lines: LineReader
    private var heading: String?
    private var columns: [String]?
    private var previous: [String]?
    private var item: (text: String, line: Int, indent: Int)?
    private var isFenced = false
    private var ready: [DataSetFields] = []
    private var hasEnded = false
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
        while ready.isEmpty, !hasEnded {
            if let bytes = try lines.next() {
                let line = repair.text(bytes)
                if lines.line == 1, line.trimmingSpace == "---" { try passFrontMatter() } else { read(line) }
            } else {
                hasEnded = true
                finish()
            }
        }
        return ready.isEmpty ? nil : ready.removeFirst()
    }

    private mutating func passFrontMatter() throws(DataSetError) {
        while let bytes = try lines.next() {
            let line = repair.text(bytes)
            if line.trimmingSpace == "---" { return }
            if ["dataset_info:", "configs:", "task_categories:"].contains(where: line.hasPrefix) {
                throw .wrongKind(
                    file: source.file, kind: "the card of a data set",
                    remedy: "give the file with its rows, mostly in data/")
            }
        }
    }

    private mutating func read(_ line: String) {
        let text = line.trimmingSpace
        if text.hasPrefix("```") || text.hasPrefix("~~~") {
            isFenced.toggle()
            return
        }
        if isFenced { return extend(line, text) }
        let indent = line.prefix { $0 == " " || $0 == "\t" }.count
        let cells = Self.cells(text)
        defer { previous = cells }
        if text.isEmpty {
            columns = nil
        } else if let title = Self.heading(text) {
            finish()
            heading = title
        } else if let cells {
            finish()
            row(cells)
        } else if let bullet = Self.bullet(text) {
            finish()
            item = (bullet, lines.line, indent)
        } else {
            extend(line, text)
        }
    }

    /// A line below an item belongs to it when it is indented more than the item is, or follows at once.
    private mutating func extend(_ line: String, _ text: String) {
        guard let current = item else { return }
        let indent = line.prefix { $0 == " " || $0 == "\t" }.count
        guard indent > current.indent || isFenced || lines.line == current.line + 1 else { return finish() }
        item?.text += "\n" + text
    }

    private mutating func row(_ cells: [String]) {
        if columns == nil {
            // The line of dashes makes the line above it the heading of a table.
            if cells.allSatisfy({ !$0.isEmpty && $0.allSatisfy { "-: ".contains($0) } }) { columns = previous }
            return
        }
        var fields: [String: JSONValue] = [:]
        for (index, cell) in cells.enumerated() {
            let name = columns?.dropFirst(index).first ?? ""
            fields[name.isEmpty ? "column \(index + 1)" : name] = .string(cell)
        }
        add(fields, lines.line)
    }

    private mutating func finish() {
        guard let item else { return }
        self.item = nil
        add(["prompt": .string(item.text)], item.line)
    }

    private mutating func add(_ own: [String: JSONValue], _ line: Int) {
        var fields = own
        if let heading, fields["heading"] == nil { fields["heading"] = .string(heading) }
        ready.append(DataSetFields(line: line, fields: fields))
    }

    private static func heading(_ text: String) -> String? {
        let marks = text.prefix { $0 == "#" }
        guard (1...6).contains(marks.count), text.dropFirst(marks.count).first?.isWhitespace == true else { return nil }
        return text.dropFirst(marks.count).description.trimmingSpace
    }

    /// The text of an item: after `-`, `*`, `+` or a number, and after a box to tick.
    static func bullet(_ text: String) -> String? {
        var rest = text.utf8[...]
        if let first = rest.first, Array("-*+".utf8).contains(first) {
            rest = rest.dropFirst()
        } else {
            let digits = rest.prefix { (0x30...0x39).contains($0) }.count
            guard (1...6).contains(digits) else { return nil }
            rest = rest.dropFirst(digits)
            guard rest.first == UInt8(ascii: ".") || rest.first == UInt8(ascii: ")") else { return nil }
            rest = rest.dropFirst()
        }
        guard rest.first.map(\.isSpace) == true else { return nil }
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        rest = rest.drop(while: isBlank)
        if ["[ ]", "[x]", "[X]"].contains(where: { rest.starts(with: $0.utf8) }),
            rest.dropFirst(3).first.map(\.isSpace) == true
        {
            rest = rest.dropFirst(3).drop(while: isBlank)
        }
        let item = String(Substring(rest)).trimmingSpace
        return item.isEmpty ? nil : item
    }

    /// The cells of a row of a table, which begins with a bar; nil for any other line.
    private static func cells(_ text: String) -> [String]? {
        guard text.hasPrefix("|"), text.count > 1 else { return nil }
        var cells: [String] = []
        var cell = ""
        var isEscaped = false
        for character in text.dropFirst() {
            if character == "|", !isEscaped {
                cells.append(cell.trimmingSpace)
                cell = ""
            } else {
                if isEscaped, character != "|" { cell.append("\\") }
                if character != "\\" || isEscaped { cell.append(character) }
            }
            isEscaped = character == "\\" && !isEscaped
        }
        if !cell.trimmingSpace.isEmpty { cells.append(cell.trimmingSpace) }
        return cells
    }
}
