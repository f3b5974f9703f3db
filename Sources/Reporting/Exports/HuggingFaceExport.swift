import Foundations
import Records
import SafetyGrid

/// `hf`: a folder as the Hugging Face hub has it: `data/test.jsonl`, a data card and Croissant metadata.
struct HuggingFaceExport: PromptExport {
    private static let dataFile = "data/test.jsonl"

    private let description: ExportDescription
    private let folder: String
    private var file: ExportFile
    private var counts: [String: Int] = [:]
    private var rows = 0

    init(_ description: ExportDescription, folder: String) throws(ReportError) {
        self.description = description
        self.folder = folder
        file = try ExportFile(path: "\(folder)/\(Self.dataFile)")
    }

    mutating func add(_ row: ExportRow) throws(ReportError) -> Bool {
        rows += 1
        counts[row.labels["hazard"] ?? "not placed", default: 0] += 1
        let dimensions = description.dimensions
        try file.write { JSONLinesExport.line(row, dimensions, to: &$0) }
        return true
    }

    mutating func finish() throws(ReportError) {
        try file.commit()
        let card = DataCard(description: description, rows: rows, counts: counts, dataFile: Self.dataFile)
        try OutputFile.write(Array(card.text.utf8), to: "\(folder)/README.md")
        let croissant = CroissantFile(
            description: description, dataFile: Self.dataFile, digest: file.digest.hexadecimal,
            size: file.digest.count)
        try OutputFile.write(croissant.bytes, to: "\(folder)/croissant.json")
    }
}
