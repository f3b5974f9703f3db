import Foundations
import Retrieval

/// Counts pages as they are done.
package final class CrawlProgress: Sendable {
    /// The counts at one moment.
    package struct Counts: Sendable, Equatable {
        /// Pages that were requested.
        package var done = 0
        /// Those of them that brought nothing.
        package var failed = 0
        /// Address of the newest.
        package var last = ""
    }

    private let counts = Locked(Counts())

    /// The counts now.
    package var now: Counts { counts.withLock { $0 } }

    /// Nothing done.
    package init() {}

    func add(_ entry: CrawlReport.Entry) {
        counts.withLock { counts in
            counts.done += 1
            if case .failed = entry.outcome { counts.failed += 1 }
            counts.last = entry.url
        }
    }
}
