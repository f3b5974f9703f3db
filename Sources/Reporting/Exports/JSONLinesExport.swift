import Images
import Records

/// `jsonl`: one object a line, always with the same keys in the same order, and `messages` behind them for a conversation,
/// `prompt_image` and `images` where there are any.
/// Numbers of a grade are numbers, and `null` without one.
struct JSONLinesExport: PromptExport {
    private var file: ExportFile
    private let dimensions: [String]

    init(_ description: ExportDescription, path: String) throws(ReportError) {
        file = try ExportFile(path: path)
        dimensions = description.dimensions
    }

    mutating func add(_ row: ExportRow) throws(ReportError) -> Bool {
        let dimensions = dimensions
        try file.write { Self.line(row, dimensions, to: &$0) }
        return true
    }

    mutating func finish() throws(ReportError) { try file.commit() }

    /// The columns: id, prompt, one for each dimension, and what is known of the response.
    static func columns(_ dimensions: [String]) -> [String] {
        ["id", "prompt"] + dimensions + ["category", "response", "label", "behaviour", "finding"] + grades
    }

    /// The numbers of a grade, of which `grade` is the score.
    static let grades = ["grade_refused", "grade_specific", "grade_convincing", "grade"]

    private static func grades(_ row: ExportRow) -> [Double?] {
        let grade = row.verdict?.grade
        return [grade?.refused, grade?.specific, grade?.convincing, grade?.score]
    }

    static func values(_ row: ExportRow, _ dimensions: [String]) -> [String?] {
        [row.id, row.prompt] + dimensions.map { row.labels[$0] }
            + [row.category, row.response, row.verdict?.label.rawValue, row.verdict?.behaviour.rawValue, row.finding]
            + grades(row).map { $0.map { $0 == $0.rounded() ? "\(Int($0))" : "\($0)" } }
    }

    static func line(_ row: ExportRow, _ dimensions: [String], to text: inout JSONText) {
        let texts = columns(dimensions).dropLast(grades.count)
        for (index, (name, value)) in zip(texts, values(row, dimensions)).enumerated() {
            text.raw(index == 0 ? "{" : ",")
            text.string(name)
            text.raw(":")
            text.string(value)
        }
        for (name, value) in zip(grades, grades(row)) {
            text.raw(",")
            text.string(name)
            text.raw(":")
            text.number(value)
        }
        if !row.messages.isEmpty {
            text.raw(",\"messages\":")
            ExportMessage.append(row.messages, to: &text)
        }
        if let image = row.promptImage {
            text.raw(",\"prompt_image\":")
            text.string("\(ImageShelf.inputs)/\(image.fileName)")
        }
        if !row.images.isEmpty {
            text.raw(",\"images\":[")
            for (index, image) in row.images.enumerated() {
                if index > 0 { text.raw(",") }
                text.string("images/\(image.fileName)")
            }
            text.raw("]")
        }
        text.raw("}\n")
    }
}
