/// `csv`: RFC 4180, with a header. A text that a spreadsheet would run as a formula gets an apostrophe before it
/// (OWASP, "CSV Injection").
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

    static func field(_ text: String) -> String {
        let isFormula = text.unicodeScalars.first.map { "=+-@\t\r\n＝＋－＠".unicodeScalars.contains($0) } ?? false
        let safe = isFormula ? "'" + text : text
        guard safe.utf8.contains(where: { [0x22, 0x2c, 0x0a, 0x0d, 0x3b].contains($0) }) else { return safe }
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }
}
