import Foundations
import Records
import SafetyGrid

/// Description of the exported set.
package struct ExportDescription: Sendable {
    /// Name of the data set or run.
    package let name: String
    /// Summary in one sentence.
    package let summary: String
    /// The dimensions its prompts are placed in, in order.
    package let dimensions: [String]
    /// Whether responses come from a stand-in.
    package let isSimulated: Bool

    package init(name: String, summary: String, dimensions: [String], isSimulated: Bool) {
        self.name = name
        self.summary = summary
        self.dimensions = dimensions
        self.isSimulated = isSimulated
    }
}

/// Writes prompts for another tool. Rows are written as they come; the result appears whole, at ``finish()``.
///
/// Conformers are named in ``ExportRegistry``.
package protocol PromptExport: Sendable {
    /// Adds a prompt.
    ///
    /// - Returns: whether the format has a place for it
    /// - Throws: ``ReportError`` when it can't be written.
    mutating func add(_ row: ExportRow) throws(ReportError) -> Bool
    /// Ends the export and gives it its name.
    ///
    /// - Throws: ``ReportError`` when it can't be written.
    mutating func finish() throws(ReportError)
}

/// The formats by name: adding one takes its file and a line here.
package enum ExportRegistry {
    /// Names that `--format` accepts.
    package static let names = ["jsonl", "csv", "hf", "garak", "promptfoo", "inspect"]
    /// Those that name the images of prompts and responses; the others have a place for texts alone.
    package static let withImages: Set = ["jsonl", "hf"]
    /// Those whose rows leave no place for a content notice: it stands in a file beside them.
    package static let withoutNotice: Set = ["jsonl", "csv", "inspect"]

    /// An export of a format.
    ///
    /// - Parameters:
    ///   - format: one of ``names``
    ///   - description: what is exported
    ///   - path: the file, or the folder of `hf`
    /// - Throws: ``ReportError`` for an unknown format, or when the file can't be begun.
    package static func export(
        _ format: String, _ description: ExportDescription, path: String
    ) throws(ReportError) -> any PromptExport {
        switch format {
        case "jsonl": try JSONLinesExport(description, path: path)
        case "csv": try CSVExport(description, path: path)
        case "hf": try HuggingFaceExport(description, folder: path)
        case "garak": try GarakExport(description, path: path)
        case "promptfoo": try PromptfooExport(path: path)
        case "inspect": try InspectExport(path: path)
        default: throw ReportError.unknownFormat(format, known: names)
        }
    }
}

/// A file of an export, written a buffer at a time.
struct ExportFile {
    private let file: OutputFile
    private var text = JSONText()
    /// Digest and size of the written file.
    private(set) var digest = SHA256.Stream()

    /// Begins the file, making the folders above it.
    ///
    /// - Throws: ``ReportError``.
    init(path: String) throws(ReportError) {
        if let slash = path.lastIndex(of: "/"), slash > path.startIndex {
            try OutputFile.makeFolder(String(path[..<slash]))
        }
        file = try OutputFile(path: path)
    }

    /// Writes with `body`.
    mutating func write(_ body: (inout JSONText) -> Void) throws(ReportError) {
        body(&text)
        if text.bytes.count >= 1 << 18 { try flush() }
    }

    /// Writes the rest and gives the file its name.
    mutating func commit() throws(ReportError) {
        try flush()
        try file.commit()
    }

    private mutating func flush() throws(ReportError) {
        try file.write(text.bytes)
        digest.add(text.bytes)
        text.removeAll()
    }
}
