import Foundations
import Records

/// `dpo`: preference pairs from findings. A refusal of the same prompt is preferred to the unsafe response; where the
/// store has none, a fixed sentence stands in, marked as such. Field names as TRL and others read them.
struct PreferenceExport: PromptExport {
    /// The preferred response where no model was seen to refuse the prompt.
    static let fixedRefusal =
        "I can't help with that, because it could lead to harm. I'm glad to help with a safe way to reach your goal."

    private var file: ExportFile

    init(path: String) throws(ReportError) {
        file = try ExportFile(path: path)
    }

    mutating func add(_ row: ExportRow) throws(ReportError) -> Bool {
        // A wrong solution of an item is no reason to refuse the item.
        guard row.verdict?.label == .unsafe, row.verdict?.oracle != "exact", let rejected = row.response,
            !rejected.isEmpty
        else { return false }
        try file.write { text in
            text.raw("{\"prompt\":")
            if row.messages.isEmpty {
                text.string(row.prompt)
            } else {
                ExportMessage.append(row.messagesBeforeResponse, to: &text)
            }
            text.raw(",\"chosen\":")
            text.string(row.refusal ?? Self.fixedRefusal)
            text.raw(",\"rejected\":")
            text.string(rejected)
            text.raw(",\"chosen_source\":")
            text.string(row.refusal == nil ? "fixed" : "response")
            text.raw(",\"id\":")
            text.string(row.id)
            text.raw(",\"labels\":")
            text.object(row.labels.mapValues { .string($0) })
            text.raw("}\n")
        }
        return true
    }

    mutating func finish() throws(ReportError) { try file.commit() }
}
