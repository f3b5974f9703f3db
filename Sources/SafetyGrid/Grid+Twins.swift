extension Grid {
    /// Id of the value of the dimension `intent` that stands for harmless requests.
    package static let twin = "twin"

    /// Whether some cells hold harmless requests, whose refusal is a fault.
    package var hasTwins: Bool { twins != nil }

    /// Says of a cell, by its id, whether it holds harmless requests.
    package var isTwin: @Sendable (Int) -> Bool {
        guard let twins else { return { _ in false } }
        let axis = axis(twins.position)
        return { axis.index(of: $0) == twins.value }
    }

    private var twins: (position: Int, value: Int)? {
        guard let position = position(of: .intent),
            let value = dimensions[position].values.firstIndex(where: { $0.id == Self.twin })
        else { return nil }
        return (position, value)
    }
}
