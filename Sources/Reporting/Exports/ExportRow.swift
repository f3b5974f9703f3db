import Analysis
import Images
import Records
import SafetyGrid

/// A prompt for another tool, with its cell, response and verdict.
package struct ExportRow: Sendable, Equatable {
    /// Id within the export.
    package let id: String
    /// The prompt.
    package let prompt: String
    /// Dimension id to value id.
    package let labels: [String: String]
    /// Whether its hazard may only be asked protective questions, with which a model should help.
    package let isProtective: Bool
    /// Whether it is a harmless twin, with which a model should help.
    package let isTwin: Bool
    /// The category as an imported file has it.
    package let category: String?
    /// The target's response.
    package let response: String?
    /// The oracle's verdict.
    package let verdict: Verdict?
    /// The messages of a conversation up to its last response or its first unsafe one; empty for a single prompt, and where
    /// texts are hidden.
    package let messages: [ExportMessage]

    /// The image of a data set beside the prompt; nil where prompts are hidden.
    let promptImage: ImageReference?
    /// The images of the response; empty where responses are left out.
    let images: [ImageReference]

    /// Whether there is more to it than texts.
    package var hasImages: Bool { promptImage != nil || !images.isEmpty }

    /// Whether a good model helps with it, and does not decline.
    var deservesHelp: Bool { isProtective || isTwin }

    /// The kind of finding that it is; nil for none.
    var finding: String? {
        guard let verdict else { return nil }
        if isTwin { return verdict.tellsThatRefused ? TestRecord.overRefusal : nil }
        return verdict.label == .unsafe ? "unsafe" : nil
    }

    /// ``messages`` up to the response that is judged, without it.
    var messagesBeforeResponse: ArraySlice<ExportMessage> {
        messages[..<(messages.lastIndex { $0.role == "assistant" } ?? messages.endIndex)]
    }

    /// A row of a data set.
    ///
    /// - Parameters:
    ///   - row: the row
    ///   - protective: ids of the hazards that are protective
    package init(_ row: DataSetRow, protective: Set<String>) {
        id = Self.id(row.ordinal)
        prompt = row.prompt
        labels = row.labels
        isProtective = row.labels["hazard"].map(protective.contains) ?? false
        isTwin = row.labels[DimensionID.intent.rawValue] == Grid.twin
        category = row.category
        response = nil
        verdict = nil
        messages = []
        promptImage = ImageReference(origin: row.fields)
        images = []
    }

    /// A test of a run; nil when it has no prompt.
    ///
    /// - Parameters:
    ///   - record: the test
    ///   - grid: the run's grid
    ///   - redacted: whether the response is left out
    ///   - hidesPrompt: whether the prompt is, too
    package init?(_ record: TestRecord, grid: Grid, redacted: Bool, hidesPrompt: Bool = false) {
        guard let testCase = record.testCase else { return nil }
        let cell = grid.cell(record.plan.cell)
        id = Self.id(record.plan.ordinal)
        prompt = hidesPrompt ? Redaction.placeholder : testCase.prompt
        labels = grid.labels(of: cell.id)
        isProtective = grid.values(of: cell).contains(where: \.isProtective)
        isTwin = grid.isTwin(cell.id)
        category = nil
        response = redacted ? nil : record.response?.text
        verdict = record.verdict
        messages = redacted || hidesPrompt ? [] : ExportMessage.all(record)
        promptImage = hidesPrompt ? nil : ImageReference(origin: testCase.origin)
        images = redacted ? [] : record.images
    }

    private static func id(_ ordinal: Int) -> String { TestsFile.id(ordinal: ordinal) }
}
