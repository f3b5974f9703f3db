import CCurl

/// The libcurl that is linked.
package enum CurlVersion {
    /// Its version and features, for example `libcurl/7.88.1 OpenSSL/3.0.11`.
    package static var text: String {
        curl_version().map { String(cString: $0) } ?? "libcurl"
    }
}
