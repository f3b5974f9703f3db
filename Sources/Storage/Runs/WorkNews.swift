/// News among the processes that work on runs of a store: each is worth a look at the store, and says no more.
package enum WorkNews: String, Sendable, CaseIterable {
    /// Tests wait for somebody.
    case tests
    /// Workers are to stop or to end: a cap is reached, they are to drain, or a run is over.
    case orders
    /// A worker has done all that it held, and no test waits.
    case idleness
}

/// News of a store, as long as it is held. News may get lost with a connection: whoever waits looks from time to time.
package final class WorkSubscription: Sendable {
    private let connection: any Sendable

    init(_ connection: any Sendable) {
        self.connection = connection
    }
}
