import Records
import SafetyGrid

extension TemplateLibrary {
    /// The parts of a grid's prompts in all its languages; nil where a language has no pack.
    ///
    /// Ids tell asks of different languages apart. Frames, statements and style variants are numbered alike in all packs:
    /// those of one number are taken for counterparts, and what one language has learned of them serves the others.
    func spokenParts(of grid: Grid) -> PromptParts? {
        guard let position = grid.position(of: .language) else { return parts(of: grid) }
        var spoken: [(language: String, parts: [PromptParts.Part])] = []
        for language in grid.dimensions[position].values {
            guard let library = try? library(speaking: language), let own = library.parts(of: grid) else { return nil }
            spoken.append((language.id, own.parts))
        }
        var names: [String] = []
        for name in spoken.flatMap({ $0.parts.map(\.name) }) where !names.contains(name) {
            // Statements go by asks and styles, and come after whatever else a language has.
            names.insert(name, at: names.last == PartNames.statement ? names.count - 1 : names.count)
        }
        return PromptParts(
            names.map { name in
                PromptParts.Part(
                    spoken.compactMap { language, parts in
                        parts.first { $0.name == name }.map { (language, $0) }
                    })
            })
    }
}

extension PromptParts.Part {
    /// A part of several languages' prompts, each with its language. Where the languages differ in its values, a value goes
    /// with the languages that have it.
    ///
    /// - Precondition: there is a language, and all parts have one name and lie within the same dimension.
    fileprivate init(_ spoken: [(language: String, part: PromptParts.Part)]) {
        let first = spoken[0].part
        var values = first.values
        var conditions: [String: [String: Set<String>]] = [:]
        var languages: [String: Set<String>] = [:]
        var lengths = first.lengths
        for (language, part) in spoken {
            lengths?.merge(part.lengths ?? [:]) { known, _ in known }
            for (place, list) in part.values.enumerated() {
                values[place] += list.filter { !values[place].contains($0) }
                for id in list { languages[id, default: []].insert(language) }
            }
            for (name, allowed) in part.conditions {
                conditions[name, default: [:]].merge(allowed) { $0.union($1) }
            }
        }
        let some = languages.filter { $0.value.count < spoken.count }
        if !some.isEmpty { conditions[DimensionID.language.rawValue] = some }
        self.init(name: first.name, within: first.within, values: values, conditions: conditions, lengths: lengths)
    }
}
