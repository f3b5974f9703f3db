import DataSets
import SafetyGrid

extension TemplateLibrary: PlacementTexts {
    /// The asks that are a hazard's alone.
    package func askTexts(of hazard: DimensionValue) -> [String] {
        ownAsks(for: hazard).flatMap(\.template.texts)
    }

    /// What the style or the frames of a value put into a prompt.
    package func texts(of value: DimensionValue, in dimension: DimensionID) -> [String] {
        dimension == .style ? style(value)?.texts ?? [] : (frames(for: value, of: dimension) ?? []).flatMap(\.texts)
    }

    /// Whether a style makes questions of statements.
    package func makesQuestions(_ style: DimensionValue) -> Bool {
        if case .question = self.style(style) { true } else { false }
    }
}

extension Template {
    /// Everything that can stand in the pattern.
    var texts: [String] {
        pieces.compactMap { piece in
            if case .text(let text) = piece { String(decoding: text, as: UTF8.self) } else { nil }
        } + slots.flatMap { $0.options.map { String(decoding: $0, as: UTF8.self) } }
    }
}

extension Style {
    /// What the style puts into a text.
    var texts: [String] {
        switch self {
        case .lexicon(let variants): variants.flatMap(\.texts)
        case .frame(let scenes): scenes.flatMap(\.texts)
        case .noise, .question, .absent: []
        }
    }
}
