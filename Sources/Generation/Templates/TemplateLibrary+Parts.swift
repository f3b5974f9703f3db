import Records
import SafetyGrid

/// Names of the parts of prompts that templates write.
enum PartNames {
    static let ask = PromptParts.ask
    static let statement = PromptParts.statement
    static let styleVariant = "style variant"

    /// The part that is put around a request for a value of a dimension.
    static func frame(of dimension: DimensionID) -> String {
        dimension == .technique ? "frame" : "\(dimension.rawValue) frame"
    }
}

extension TemplateLibrary {
    /// The parts of a grid's prompts: asks of the hazards, frames of the techniques and of whatever else has frames,
    /// variants of the styles, and statements.
    func parts(of grid: Grid) -> PromptParts? {
        guard let hazards = grid.hazards?.values else { return nil }
        let styles = grid.dimensions.first { $0.id == .style }?.values ?? []
        let questions = styles.filter { if case .question = style($0) { true } else { false } }
        let others = Set(styles.map(\.id)).subtracting(questions.map(\.id))
        var parts = [asks(of: hazards, on: grid)]
        for dimension in grid.dimensions where dimension.id != .hazard && dimension.id.isWorded {
            let lists = dimension.values.map { value in
                dimension.id == .style && style(value) != nil ? [] : frames(for: value, of: dimension.id) ?? []
            }
            guard lists.contains(where: { !$0.isEmpty }) else { continue }
            // A question is the last thing said, where there is a frame that lets it.
            let closing = lists.filter { $0.contains(where: \.endsWithHole) }.joined().filter { !$0.endsWithHole }
            parts.append(
                PromptParts.Part(
                    name: PartNames.frame(of: dimension.id), within: dimension.id, values: lists.map { $0.map(\.id) },
                    conditions: questions.isEmpty
                        ? [:] : [DimensionID.style.rawValue: Dictionary(closing.map { ($0.id, others) }) { $1 }],
                    lengths: Dictionary(lists.joined().map { ($0.id, $0.length) }) { first, _ in first }))
        }
        let variants = styles.map { style($0)?.variants ?? [] }
        if variants.contains(where: { $0.count > 1 }) {
            parts.append(PromptParts.Part(name: PartNames.styleVariant, within: .style, values: variants))
        }
        parts.append(statements(for: parts[0], questions: questions, others: others))
        return PromptParts(parts)
    }

    private func asks(of hazards: [DimensionValue], on grid: Grid) -> PromptParts.Part {
        guard grid.hasTwins, let intents = grid.dimensions.first(where: { $0.id == .intent })?.values else {
            return PromptParts.Part(
                name: PartNames.ask, within: .hazard, values: hazards.map { asks(for: $0).map(\.template.id) })
        }
        let lists = hazards.map { (harm: asks(for: $0).map(\.template.id), twins: twins(for: $0).map(\.template.id)) }
        let harm = Set(intents.map(\.id)).subtracting([Grid.twin])
        var conditions: [String: Set<String>] = [:]
        for (own, twins) in lists {
            for id in own { conditions[id] = harm }
            for id in twins { conditions[id] = [Grid.twin] }
        }
        return PromptParts.Part(
            name: PartNames.ask, within: .hazard, values: lists.map { $0.harm + $0.twins },
            conditions: [DimensionID.intent.rawValue: conditions])
    }

    /// The forms of requests, each with the asks of its kind and the styles that use it.
    private func statements(
        for asks: PromptParts.Part, questions: [DimensionValue], others: Set<String>
    ) -> PromptParts.Part {
        let ids = Set(asks.values.joined())
        let tasks = ids.filter { $0.split(separator: "/").dropLast().last == Substring(Ask.Kind.task.rawValue) }
        var values: [String] = []
        var byStyle: [String: Set<String>] = [:]
        var byAsk: [String: Set<String>] = [:]
        var lengths: [String: Int] = [:]
        func add(_ forms: RequestForms, _ styles: Set<String>) {
            for kind in Ask.Kind.allCases {
                for form in forms.forms(kind) {
                    let id = form.id
                    values.append(id)
                    lengths[id] = form.length
                    byAsk[id] = kind == .task ? tasks : ids.subtracting(tasks)
                    byStyle[id] = styles
                }
            }
        }
        add(statements, others)
        for value in questions {
            if case .question(let forms) = style(value) { add(forms, [value.id]) }
        }
        return PromptParts.Part(
            name: PartNames.statement, values: [values],
            conditions: questions.isEmpty
                ? [PartNames.ask: byAsk] : [PartNames.ask: byAsk, DimensionID.style.rawValue: byStyle],
            lengths: lengths)
    }
}

extension Style {
    /// Ids of its variants.
    fileprivate var variants: [String] {
        switch self {
        case .lexicon(let variants): variants.map(\.id)
        case .frame(let scenes): scenes.map(\.id)
        case .noise, .question, .absent: []
        }
    }
}
