/// Keeps the links of crawled pages, so that a crawl goes on from a page that was not sent again (304).
package protocol LinkStore: Sendable {
    /// Keeps the links of a page, in place of those known before.
    ///
    /// - Parameter time: when they were found, in seconds since 1970.
    /// - Throws: ``StoreError``.
    func save(links: [String], of url: String, at time: Double) async throws
    /// The links of a page, in its order; empty when none are known.
    ///
    /// - Throws: ``StoreError``.
    func links(of url: String) async throws -> [String]
    /// Forgets links that were last found or confirmed before `time` (seconds since 1970).
    ///
    /// - Throws: ``StoreError``.
    func forgetLinks(foundBefore time: Double) async throws
}
