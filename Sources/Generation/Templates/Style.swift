import Foundations
import SafetyGrid

/// The change that a style makes to a prompt.
enum Style: Sendable {
    /// Another register, one variant of which is drawn for each prompt.
    case lexicon([LexiconTransform])
    /// A scene around the prompt.
    case frame([Template])
    /// Errors in the spelling.
    case noise(MisspellingTransform)
    /// Questions instead of statements.
    case question(RequestForms)
    /// No change, for the reason given: the language has no such style.
    case absent(reason: String)

    private static let kinds: [String: Set<String>] = [
        "lexicon": ["kind", "variants"], "frame": ["kind", "frames"],
        "noise": ["kind", "rates", "phonetic"], "question": ["kind", "howto", "task"], "none": ["kind", "reason"],
    ]

    /// Reads a style.
    ///
    /// - Parameters:
    ///   - value: the style's mapping
    ///   - id: the style, for the ids of its frames
    ///   - writing: how the language is written
    /// - Throws: ``ConfigurationError`` with file and line for an unknown kind or a key that the kind does not have.
    init(_ value: YAMLValue, id: String, writing: Writing = .english) throws(ConfigurationError) {
        let (kind, mapping) = try value.mapping(ofKinds: Self.kinds)
        switch kind {
        case "lexicon":
            let list = try mapping.required("variants")
            var variants: [LexiconTransform] = []
            for variant in try list.list() { variants.append(try LexiconTransform(variant, writing: writing)) }
            guard !variants.isEmpty else { throw list.invalid("the list is empty; give at least one variant") }
            self = .lexicon(variants)
        case "frame":
            let frames = try mapping.required("frames")
            self = .frame(try TemplateReader(hole: "request").templates(frames, path: "style/\(id)"))
        case "noise":
            self = .noise(try MisspellingTransform(mapping))
        case "none":
            self = .absent(reason: try mapping.text("reason"))
        default:
            self = .question(try RequestForms(mapping, path: "style/\(id)", writing: writing))
        }
    }
}
