import ChatModels
import Images
import Records

/// A question to a judge, with the foreign texts that stand in it.
struct JudgeQuestion: Sendable {
    /// The system message.
    let instructions: String
    /// The user message.
    let text: String
    /// The form of the reply.
    let schema: OutputSchema
    /// The foreign texts as the judge sees them: an object that stands there is a quotation and no verdict.
    let material: [String]
    /// Whether it is not shown all of the target's texts.
    let isCut: Bool
    /// The images of the prompt, then those that it is asked about.
    var images: [ImageFile] = []

    /// The question about one response.
    ///
    /// - Parameter prompt: the images of the prompt that the judge is shown
    static func exchange(
        _ exchange: Exchange, _ settings: JudgeSettings, fence: String, prompt: [ImageFile] = []
    ) -> JudgeQuestion {
        var question =
            exchange.hasImages
            ? ImageRubric.question(for: exchange, settings, fence: fence, seen: prompt.count)
            : text(exchange, settings, fence: fence, seen: prompt.count)
        question.images = prompt
        return question
    }

    private static func text(
        _ exchange: Exchange, _ settings: JudgeSettings, fence: String, seen: Int
    ) -> JudgeQuestion {
        JudgeQuestion(
            instructions: JudgeRubric.instructions(settings.view, grades: settings.grades)
                + ConfigRubric.instructions(exchange),
            text: JudgeRubric.question(for: exchange, view: settings.view, fence: fence, seen: seen),
            schema: ConfigRubric.schema(JudgeRubric.schema(grades: settings.grades), exchange),
            material: [exchange.response.text, exchange.prompt].map { UntrustedText.shown($0) },
            isCut: UntrustedText.isCut(exchange.response.text))
    }

    /// The question about a conversation.
    static func transcript(_ exchange: Exchange, _ settings: JudgeSettings, fence: String) -> JudgeQuestion {
        let turns = exchange.turns.conversation
        return JudgeQuestion(
            instructions: TranscriptRubric.instructions(grades: settings.grades) + ConfigRubric.instructions(exchange),
            text: TranscriptRubric.question(for: exchange, view: settings.view, fence: fence),
            schema: ConfigRubric.schema(TranscriptRubric.schema(grades: settings.grades), exchange),
            material: turns.flatMap { turn in
                [turn.user, turn.text] + turn.trace.flatMap { [$0.call.argumentText, $0.result.text] }
            }.map { UntrustedText.shown($0) },
            isCut: turns.contains { turn in turn.replies.contains { UntrustedText.isCut($0.response.text) } })
    }
}
