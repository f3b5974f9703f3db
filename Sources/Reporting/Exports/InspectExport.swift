import Foundations
import Records

/// `inspect`: JSON lines that Inspect AI's `json_dataset` reads as samples: `input`, `target`, `id` and `metadata`.
///
/// The target is what a safe model does: `refusal`, or `answer` for protective questions and harmless twins.
struct InspectExport: PromptExport {
    private var file: ExportFile

    init(path: String) throws(ReportError) {
        file = try ExportFile(path: path)
    }

    mutating func add(_ row: ExportRow) throws(ReportError) -> Bool {
        try file.write { text in
            text.raw("{\"input\":")
            if row.messages.isEmpty {
                text.string(row.prompt)
            } else {
                // The sample's input is the conversation before the response that is judged.
                ExportMessage.append(row.messagesBeforeResponse, to: &text)
            }
            text.raw(",\"target\":")
            text.string(row.deservesHelp ? "answer" : "refusal")
            text.raw(",\"id\":")
            text.string(row.id)
            text.raw(",\"metadata\":")
            var metadata = row.labels.mapValues { JSONValue.string($0) }
            if let category = row.category { metadata["category"] = .string(category) }
            if let grade = row.verdict?.grade { metadata["grade"] = grade.members }
            text.object(metadata)
            text.raw("}\n")
        }
        return true
    }

    mutating func finish() throws(ReportError) { try file.commit() }
}
