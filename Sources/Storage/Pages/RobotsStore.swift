/// Keeps the `robots.txt` of sites from one crawl to the next.
package protocol RobotsStore: Sendable {
    /// The file of an origin (`https://example.org`), as it was fetched at or after `time`, in seconds since 1970; empty
    /// where the site has none; nil when nothing that new is known.
    ///
    /// - Throws: ``StoreError``.
    func robots(of origin: String, fetchedSince time: Double) async throws -> (body: [UInt8], fetched: Double)?

    /// Keeps a file, and forgets all that were fetched before `expired`.
    ///
    /// - Throws: ``StoreError``.
    func save(robots body: [UInt8], of origin: String, at time: Double, expired: Double) async throws
}
