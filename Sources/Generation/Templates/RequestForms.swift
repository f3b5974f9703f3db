import Foundations
import SafetyGrid

/// The sentences that make a complete request of an ask: statements, or questions.
struct RequestForms: Sendable {
    private let howto: [Template]
    private let task: [Template]
    private let writing: Writing

    /// Reads the lists `howto` and `task`, whose patterns have a placeholder of the same name.
    ///
    /// - Parameters:
    ///   - mapping: the mapping, its keys checked by the caller
    ///   - path: beginning of the forms' ids
    ///   - writing: how the language is written
    /// - Throws: ``ConfigurationError`` with file and line for a missing or empty list, or a pattern without its placeholder.
    init(_ mapping: YAMLMapping, path: String, writing: Writing) throws(ConfigurationError) {
        self.writing = writing
        howto = try TemplateReader(hole: "howto").templates(mapping.required("howto"), path: "\(path)/howto")
        task = try TemplateReader(hole: "task").templates(mapping.required("task"), path: "\(path)/task")
    }

    /// A complete sentence that asks for what `wording` says.
    ///
    /// - Parameter id: of the form; one is drawn where there is none of that id
    /// - Returns: the sentence, and the id of its form
    func request(
        _ wording: [UInt8], kind: Ask.Kind, form id: String?, using random: inout SeededRandom
    ) -> (text: [UInt8], form: String) {
        let form = forms(kind).chosen(id, using: &random)
        var request = form.filled(0, hole: wording)
        request.capitalise()
        writing.close(&request)
        return (request, form.id)
    }

    /// The forms for asks of a kind.
    func forms(_ kind: Ask.Kind) -> [Template] {
        switch kind {
        case .howto: howto
        case .task: task
        }
    }
}
