/// `csv`: RFC 4180, with a header. A text that a spreadsheet would run as a formula gets an apostrophe before it
/// (OWASP, "CSV Injection"), and controls and hidden characters are shown by their code points: it is a table for people, and
/// `jsonl` keeps every character.
struct CSVExport: PromptExport {
    private var file: ExportFile
    private let dimensions: [String]

    init(_ description: ExportDescription, path: String) throws(ReportError) {
        file = try ExportFile(path: path)
        dimensions = description.dimensions
        let header = Self.line(JSONLinesExport.columns(dimensions))
        try file.write { $0.raw(header) }
    }

    mutating func add(_ row: ExportRow) throws(ReportError) -> Bool {
        let line = Self.line(JSONLinesExport.values(row, dimensions))
        try file.write { $0.raw(line) }
        return true
    }

    mutating func finish() throws(ReportError) { try file.commit() }

    static func line(_ fields: [String?]) -> [UInt8] {
        Array(fields.map { field($0 ?? "") }.joined(separator: ",").utf8) + [0x0d, 0x0a]
    }

    /// A field: no control in it, no formula, and quotes around what needs them.
    static func field(_ text: String) -> String {
        let visible = VisibleText.block(text)
        let isFormula = visible.unicodeScalars.first.map { "=+-@\t\r\n＝＋－＠".unicodeScalars.contains($0) } ?? false
        let safe = isFormula ? "'" + visible : visible
        guard safe.utf8.contains(where: { [0x22, 0x2c, 0x0a, 0x0d, 0x3b, 0x09].contains($0) }) else { return safe }
        return "\"" + VisibleText.replacing("\"", with: "\"\"", in: safe) + "\""
    }
}
