import HTTPTransport

/// Gives the addresses of a host that may be connected to, and refuses hosts with any other.
///
/// Connect to the address that it returns: a second look-up of the name could return another.
package struct AddressGuard: Sendable {
    private let resolver: any HostResolver
    private let allowsPrivate: Bool

    /// - Parameters:
    ///   - resolver: looks names up.
    ///   - allowsPrivate: whether addresses outside the public Internet are given too.
    package init(resolver: any HostResolver, allowsPrivate: Bool = false) {
        self.resolver = resolver
        self.allowsPrivate = allowsPrivate
    }

    /// The addresses of the host of a URL, in the order in which they are to be tried; at least one.
    ///
    /// - Throws: ``FetchError/privateAddress(host:address:)`` when even one of them is not public,
    ///   ``FetchError/hostNotFound(host:reason:)``, or `CancellationError`.
    package func addresses(of url: WebURL) async throws -> [IPAddress] {
        let found: [IPAddress]
        if let literal = IPAddress(url.host) {
            found = [literal]
        } else if url.host.hasPrefix("[") {
            throw FetchError.privateAddress(host: url.host, address: url.host)
        } else {
            found = try await resolver.addresses(of: url.host)
        }
        guard !found.isEmpty else { throw FetchError.hostNotFound(host: url.host, reason: "no address") }
        if !allowsPrivate, let refused = found.first(where: { !$0.isPublic }) {
            throw FetchError.privateAddress(host: url.host, address: refused.description)
        }
        return found
    }
}
