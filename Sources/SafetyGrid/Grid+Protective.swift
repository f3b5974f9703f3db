extension Grid {
    /// Whether hazards in which nobody is led anywhere stand beside others in a grid with strategies.
    package var hasProtectiveHazards: Bool {
        guard position(of: .strategy) != nil, let hazards else { return false }
        return hazards.values.contains(where: \.isProtective) && !hazards.values.allSatisfy(\.isProtective)
    }

    /// Says of a cell, by its id, that its tests are single prompts whatever its strategy: protective questions. Figures of
    /// strategies go over the other cells.
    package var isUnled: @Sendable (Int) -> Bool {
        guard position(of: .strategy) != nil, let hazardAxis else { return { _ in false } }
        let axis = axis(hazardAxis)
        let protective = dimensions[hazardAxis].values.map(\.isProtective)
        return { protective[axis.index(of: $0)] }
    }
}
