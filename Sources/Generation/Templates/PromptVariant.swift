import Foundations
import Records

/// A prompt as the plan of a cell wrote it, with the parts it was made of.
struct PromptVariant: Sendable {
    /// Its number within the cell, from 0.
    let number: Int
    /// The prompt.
    let text: String
    /// The request's goal.
    let ask: Ask
    /// The frames around it, the innermost first.
    let frames: [Template]
    /// The variant of the style that was drawn, when the style has several.
    let style: String?

    /// Where the prompt comes from, for its record.
    var origin: [String: JSONValue] {
        var origin: [String: JSONValue] = [
            "generator": .string(TemplateGenerator.generatorName), "variant": .int(number),
            "ask": .string(ask.template.id),
        ]
        if let partner = ask.partner { origin["twin_of"] = .string(partner) }
        if !frames.isEmpty { origin["frame"] = .string(frames.map(\.id).joined(separator: ", ")) }
        if let style { origin["style"] = .string(style) }
        return origin
    }
}
