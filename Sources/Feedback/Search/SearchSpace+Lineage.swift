import Records
import SafetyGrid

/// What the operators on findings need to know of a space.
extension SearchSpace {
    /// Parts that say what is asked for: those that tell findings apart and are written for the lead.
    var contentAxes: [Int] { distinguishing.filter { root(of: $0) == lead } }
    /// Parts that say how: the others that tell findings apart.
    var mannerAxes: [Int] { distinguishing.filter { root(of: $0) != lead } }
    /// Axes that change the surface of a finished prompt.
    var surfaceAxes: [Int] { axes.indices.filter { ["perturbation", "encoding"].contains(axes[$0].name) } }
    /// The axis of the languages.
    var languageAxis: Int? { cellAxes.first { axes[$0].name == DimensionID.language.rawValue } }
    /// Axes of a cell that say in what style, and by which technique, it is asked.
    var styleAxes: [Int] {
        cellAxes.filter { $0 != lead && $0 != languageAxis && !surfaceAxes.contains($0) }
    }

    /// The same space with the operators as a last axis that is neither of a cell nor chosen: what was made of findings has
    /// an effect of its own. The same one where findings can't be told apart, or a part says already what was done.
    func tracingLineage() -> SearchSpace {
        let isSaid = axes.contains { $0.name == PromptParts.operatorKey }
        guard !distinguishing.isEmpty, !isSaid else { return self }
        return adding(Axis(name: PromptParts.operatorKey, size: Lineage.Operator.allCases.count))
    }

    /// Values without what was made of findings.
    func untraced(_ values: [Int]) -> [Int] { traced(values, by: nil) }

    /// Values with what was made of findings.
    func traced(_ values: [Int], by change: Lineage.Operator?) -> [Int] {
        guard let lineageAxis else { return values }
        return values.prefix(lineageAxis) + [change?.number ?? Self.unknown]
    }

    /// What was done with a finding that a prompt shares its ask with.
    func change(from parent: [Int], to values: [Int]) -> Lineage.Operator {
        let changed = axes.indices.filter { $0 != lineageAxis && parent[$0] != values[$0] }
        if let languageAxis, changed.contains(languageAxis) { return .translate }
        let moved = changed.contains(where: styleAxes.contains)
        if !moved, changed.contains(where: surfaceAxes.contains), !changed.contains(where: mannerAxes.contains) {
            return .perturb
        }
        if moved || changed.contains(where: cellAxes.contains) { return .move }
        return isShorter(values, than: parent) ? .shorten : .rephrase
    }

    /// Whether what stands around a prompt's ask is shorter than in another by a quarter or more.
    func isShorter(_ values: [Int], than other: [Int]) -> Bool {
        func length(_ values: [Int]) -> Int {
            partAxes.reduce(0) { sum, axis in
                guard let lengths = axes[axis].lengths, values[axis] != Self.unknown else { return sum }
                return sum + lengths[values[axis]]
            }
        }
        return 4 * length(values) < 3 * length(other)
    }
}
