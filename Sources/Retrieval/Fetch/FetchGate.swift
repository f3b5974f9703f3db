import HTTPTransport

/// Asked before each request of a fetch, those that redirects lead to among them.
package protocol FetchGate: Sendable {
    /// Waits until the request may be sent.
    ///
    /// - Throws: ``FetchError`` when it may not be sent at all, or `CancellationError`.
    func enter(_ url: WebURL) async throws
    /// Called after each request that was let in, however it ended.
    func leave(_ url: WebURL) async
    /// The validators of the stored version of the page at `url`.
    func validators(of url: WebURL) async throws -> PageValidators?
}

/// Lets everything in at once.
package struct OpenGate: FetchGate {
    package init() {}
    /// Returns.
    package func enter(_ url: WebURL) {}
    /// Returns.
    package func leave(_ url: WebURL) {}
    /// Nothing.
    package func validators(of url: WebURL) -> PageValidators? { nil }
}
