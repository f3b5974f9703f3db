import HTTPTransport
import Pipeline

/// The one who stands by while a use case works: hears its notices, sees how it comes along, and may stop it.
package protocol Attendant: Sendable {
    /// Takes a notice.
    func hear(_ notice: Notice)

    /// Stands by until `body` ends, and raises `stop` when it should begin nothing more.
    ///
    /// - Parameters:
    ///   - work: what there is to see meanwhile
    ///   - stop: the signal that `body` obeys
    /// - Throws: the error of `body`.
    func attend<Value: Sendable>(
        _ work: WorkInSight, stop: StopSignal, _ body: () async throws -> Value
    ) async throws -> Value

    /// The same attendant with no eye for progress; it still hears warnings and may still stop the work.
    var quiet: Self { get }
}

/// What can be seen of work under way.
package enum WorkInSight: Sendable {
    /// Nothing.
    case nothing
    /// The counts of a run, and who waits when a host asks to.
    case run(RunProgress, Patience)
    /// The counts of a crawl.
    case crawl(CrawlProgress)
}

/// Thrown within a use case when its attendant stopped it.
struct Interrupted: Error {}
