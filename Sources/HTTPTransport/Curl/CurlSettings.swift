import Foundation

/// What holds for a whole `CurlClient`.
package struct CurlSettings: Sendable, Equatable {
    /// How many idle connections are kept open for reuse, over all hosts.
    package var idleConnections: Int
    /// A file of trusted CA certificates in PEM form; `nil` for that of `SSL_CERT_FILE`, and without one the system's.
    package var caBundle: String?
    /// A proxy's URL; `nil` takes it from `https_proxy`, `http_proxy`, `all_proxy` and `no_proxy`.
    package var proxy: String?
    /// The `User-Agent` sent where a request has none.
    package var userAgent: String

    /// Settings, each with the default shown.
    package init(
        idleConnections: Int = 1024, caBundle: String? = nil, proxy: String? = nil, userAgent: String = "sextant"
    ) {
        self.idleConnections = idleConnections
        self.caBundle = caBundle
        self.proxy = proxy
        self.userAgent = userAgent
    }

    /// The file of certificates that is used; libcurl itself does not look at the variable that OpenSSL's programs go by.
    var certificates: String? { caBundle ?? Self.bundleOfEnvironment }

    private static let bundleOfEnvironment = ProcessInfo.processInfo.environment["SSL_CERT_FILE"].flatMap {
        $0.isEmpty ? nil : $0
    }
}
