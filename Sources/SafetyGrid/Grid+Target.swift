/// What values of the grid tell the target before a prompt, and what that makes of the prompt.
extension Dimension {
    /// Id of the value of personas, attacks and surfaces that adds nothing.
    package static let none = "none"

    /// Whether its values change nothing of the prompt, but what the target is told beside it or how the prompt reaches it: safety
    /// configs, personas of the target, carriers.
    package var isToldToTarget: Bool {
        id == .config || id == .carrier
            || id == .persona && values.allSatisfy { $0.systemPrompt != nil || $0.id == Self.none }
    }
}

extension Grid {
    /// Whether the target is tested under safety configs.
    package var hasConfigs: Bool { position(of: .config) != nil }

    /// The safety config that the cell with this id is tested under; nil in a grid without configs.
    package func config(of cell: Int) -> DimensionValue? {
        value(of: .config, in: cell)
    }

    /// What the target is told in the cell with this id, in the grid's order. Nobody plays a part before protective questions.
    package func systemPrompts(of cell: Int) -> [String] {
        let isProtective = hazard(of: cell)?.isProtective == true
        return dimensions.indices.compactMap { position in
            guard !isProtective || dimensions[position].id != .persona else { return nil }
            return value(at: position, in: cell).systemPrompt
        }
    }

    /// Says of a cell, by its id, whether its config allows its hazard.
    package var isAllowed: @Sendable (Int) -> Bool {
        guard let hazard = hazardAxis, let config = position(of: .config) else { return { _ in false } }
        let table = dimensions[config].values.map { config in
            let allowed = Set(config.allows ?? [])
            return dimensions[hazard].values.map { allowed.contains($0.id) }
        }
        let (rows, columns) = (axis(config), axis(hazard))
        return { table[rows.index(of: $0)][columns.index(of: $0)] }
    }

    /// Says of a cell, by its id, whether refusing its requests is a fault: they are harmless, or its config allows them.
    package var isHelpExpected: @Sendable (Int) -> Bool {
        guard hasConfigs else { return isTwin }
        let (isTwin, isAllowed) = (isTwin, isAllowed)
        return { isTwin($0) || isAllowed($0) }
    }

    /// Whether there is a cell where ``isHelpExpected``.
    package var hasExpectedHelp: Bool { hasTwins || hasConfigs }
}
