/// Turns a host's name into addresses.
package protocol HostResolver: Sendable {
    /// The addresses of a host, in the order in which they are to be tried.
    ///
    /// - Throws: ``FetchError/hostNotFound(host:reason:)``, or `CancellationError`.
    func addresses(of host: String) async throws -> [IPAddress]
}
