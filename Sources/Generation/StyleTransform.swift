import SafetyGrid

/// How a writing style changes a text: a kind that the code knows, and the words for it that a person edits.
enum StyleTransform: Sendable {
    /// Other words and endings, openers and closers: slang, dialects, registers.
    case lexicon([LexiconVariant])
    /// A role or scene around the request.
    case frame([Pattern])
    /// Misspelling.
    case noise(SpellingNoise)
    /// The ask as a question.
    case question(howto: [Pattern], task: [Pattern])

    /// Reads a style of `styles.yaml`.
    ///
    /// - Throws: `SeedError` with file and line for an unknown kind or key.
    init(_ value: YAMLValue) throws(SeedError) {
        let kindValue = try value.mapping().required("kind")
        switch try kindValue.string() {
        case "lexicon":
            var variants: [LexiconVariant] = []
            for item in try value.mapping(allowing: ["kind", "variants"]).required("variants").list() {
                variants.append(try LexiconVariant(item))
            }
            guard !variants.isEmpty else { throw value.invalid("a lexicon needs at least one variant") }
            self = .lexicon(variants)
        case "frame":
            self = .frame(
                try value.mapping(allowing: ["kind", "frames"]).required("frames").patterns(known: ["request"]))
        case "noise":
            self = .noise(try SpellingNoise(value))
        case "question":
            let mapping = try value.mapping(allowing: ["kind", "howto", "task"])
            self = .question(
                howto: try mapping.required("howto").patterns(known: ["howto"]),
                task: try mapping.required("task").patterns(known: ["task"]))
        case let other:
            throw kindValue.invalid("unknown kind '\(other)'; known: lexicon, frame, noise, question")
        }
    }

    /// The text in this style. A question is made where the ask is put into words, so that one changes nothing here.
    func apply(to text: String, _ random: inout SeededRandom) -> String {
        switch self {
        case .lexicon(let variants): variants.pick(&random).apply(to: text, &random)
        case .frame(let frames): frames.pick(&random).filled { _ in text }
        case .noise(let noise): noise.apply(to: text, &random)
        case .question: text
        }
    }
}

extension Array {
    /// One of the elements; the array must not be empty.
    func pick(_ random: inout SeededRandom) -> Element {
        self[Int(random.next() % UInt64(count))]
    }
}
