import Foundations

/// Tells once of each model that it counts no tokens, so that what its calls cost is an estimate.
package struct EstimatedCosts: Sendable {
    private let told = Locked<Set<String>>([])
    private let notice: @Sendable (String) -> Void

    /// - Parameter notice: takes a line for people
    package init(notice: @escaping @Sendable (String) -> Void) {
        self.notice = notice
    }

    /// A call of `model` had a cost, and nobody had counted its tokens.
    func note(_ model: String) {
        guard told.withLock({ $0.insert(model).inserted }) else { return }
        notice("\(model): it counts no tokens; what its calls cost is estimated, at a token for 4 bytes of text")
    }
}
