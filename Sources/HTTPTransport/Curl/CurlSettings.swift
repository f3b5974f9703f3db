/// What holds for a whole `CurlClient`.
package struct CurlSettings: Sendable, Equatable {
    /// How many idle connections are kept open for reuse, over all hosts.
    package var idleConnections: Int
    /// A file of trusted CA certificates in PEM form; `nil` for the system's.
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
}
