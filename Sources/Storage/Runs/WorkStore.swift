import Foundations
import Images
import Records

/// Lets any number of processes work on a run: one plans it and hands out tests with their prompts, all others take them.
///
/// ```swift
/// try await store.handOut([4, 5], in: run)          // the planner
/// let tests = try await store.take(8, of: run)      // a worker
/// try await store.settle([4], in: run)
/// let ends = try await store.ends(of: [4, 5], in: run)
/// ```
package protocol WorkStore: Sendable {
    /// Names this process.
    var owner: String { get }
    /// Lets go of tests that this process holds and that have a prompt, for whoever takes them first.
    func handOut(_ ordinals: [Int], in run: String) async throws
    /// Takes the lease of tests that wait for somebody, the earliest first, and gives them back as far as they have come.
    ///
    /// - Parameter limit: most tests
    func take(_ limit: Int, of run: String) async throws -> [TestRecord]
    /// Ends the leases of tests that this process has done with. Those that are neither judged nor failed wait for somebody
    /// again.
    func settle(_ ordinals: [Int], in run: String) async throws
    /// Extends the leases of tests that this process works on, and frees the tests of workers that let theirs run out.
    ///
    /// - Returns: how many of these tests are this process's still
    @discardableResult
    func renew(_ ordinals: [Int], in run: String) async throws -> Int
    /// How tests have ended, of those that have.
    func ends(of ordinals: [Int], in run: String) async throws -> [Int: TestEnd]
    /// Says how this process is, and hears what it is to do.
    func beat(_ heartbeat: Heartbeat, in run: String) async throws -> WorkOrders
    /// The processes that work or worked on a run, planners first, then the newest.
    func workers(of run: String) async throws -> [WorkerRecord]
    /// The fingerprint of the seeds of the newest process that planned a run; nil when nobody did.
    func seeds(of run: String) async throws -> String?
    /// Whether a test of a run waits for somebody.
    func hasWork(in run: String) async throws -> Bool
    /// Asks workers to finish what they have begun and to end; those of one run, or of all.
    ///
    /// - Returns: how many live workers were asked
    func drain(run: String?) async throws -> Int
    /// Tells every process of a run that one of its caps is reached.
    func note(_ cap: CapReached, in run: String) async throws
    /// The cap that stopped a run; nil when none did, or it has been raised since.
    func cap(in run: String) async throws -> CapReached?
    /// What the responses of a run's tests have cost.
    func responseTotals(of run: String) async throws -> CallTotals
    /// The limits of a run's hosts, as all processes share them that work on it.
    func limits(of run: String) -> any LimitSource
    /// Tells all who listen.
    func tell(_ news: WorkNews) async throws
    /// Calls `body` whenever there is such news, until the subscription is let go.
    ///
    /// - Throws: ``StoreError``.
    func listen(
        for news: [WorkNews], _ body: @escaping @Sendable (WorkNews) -> Void
    ) async throws -> WorkSubscription
    /// Whether a process holds the lock of who plans a run.
    func hasPlanner(_ run: String) async throws -> Bool
}

/// Everything that a store keeps, shared by processes.
package typealias SharedStore = Store & WorkStore & ImageDepot
