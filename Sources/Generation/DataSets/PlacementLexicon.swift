import SafetyGrid

/// The words by which values of dimensions are known: definitions, asks, frames and styles of the seeds.
struct PlacementLexicon {
    let library: TemplateLibrary

    /// The words of a hazard: title and definition without what it excludes, and its own asks.
    func words(of hazard: DimensionValue) -> [String] {
        let asks = library.ownAsks(for: hazard).flatMap { $0.template.texts }
        let title = [hazard.title, hazard.topic ?? ""]
        return (title + title + title + [Self.inclusive(hazard.definition)] + asks).flatMap(Words.of)
    }

    /// The words of a value of another dimension: what its templates put into a text; none when it has none.
    func words(of value: DimensionValue, dimension: DimensionID) -> [String] {
        let texts =
            dimension == .style
            ? library.style(value)?.texts ?? [] : (library.frames(for: value, of: dimension) ?? []).flatMap(\.texts)
        return texts.flatMap(Words.of)
    }

    /// A definition without the clauses that say what does not belong to the category.
    static func inclusive(_ definition: String) -> String {
        definition.split(whereSeparator: { ".;".contains($0) })
            .filter { !$0.contains("not belong") && !$0.contains("belongs to") && !$0.contains("is hate speech") }
            .joined(separator: ". ")
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
        case .noise, .question: []
        }
    }
}
