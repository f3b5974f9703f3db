extension Grid {
    /// Id of the value of the dimension `intent` that stands for harmless requests.
    package static let twin = "twin"

    /// Whether some cells hold harmless requests, whose refusal is a fault.
    package var hasTwins: Bool {
        position(of: .intent).map { dimensions[$0].values.contains { $0.id == Self.twin } } ?? false
    }

    /// Says of a cell, by its id, whether it holds harmless requests.
    package var isTwin: @Sendable (Int) -> Bool {
        guard let position = position(of: .intent),
            let twin = dimensions[position].values.firstIndex(where: { $0.id == Self.twin })
        else { return { _ in false } }
        let axis = axis(position)
        return { axis.index(of: $0) == twin }
    }
}
