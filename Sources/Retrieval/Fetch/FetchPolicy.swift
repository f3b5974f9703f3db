import HTTPTransport

/// Limits of every fetch, and who it says it is.
package struct FetchPolicy: Sendable, Equatable {
    /// Sent as `User-Agent`.
    package var userAgent: String
    /// Whether addresses outside the public Internet may be connected to.
    package var allowsPrivate: Bool
    /// The most bytes of a page, after decompression.
    package var maximumBytes: Int
    /// The most redirects followed.
    package var maximumRedirects: Int
    /// How long one request may take; a fetch has one for each redirect.
    package var timeout: Duration

    /// A policy, each part with the default shown.
    package init(
        userAgent: String = FetchPolicy.userAgent(version: "dev", contact: nil), allowsPrivate: Bool = false,
        maximumBytes: Int = 8 << 20, maximumRedirects: Int = 5, timeout: Duration = .seconds(30)
    ) {
        self.userAgent = userAgent
        self.allowsPrivate = allowsPrivate
        self.maximumBytes = maximumBytes
        self.maximumRedirects = maximumRedirects
        self.timeout = timeout
    }

    /// An honest name: `sextant/1.0 (+mailto:ops@example.org)`.
    ///
    /// - Parameter contact: a mail address or URL where a site's owner reaches whoever runs this; characters that a header
    ///   or its comment cannot hold are left out.
    package static func userAgent(version: String, contact: String?) -> String {
        let clean = (contact ?? "").utf8.filter { $0 > 0x20 && $0 < 0x7F && $0 != 0x28 && $0 != 0x29 && $0 != 0x5C }
        guard !clean.isEmpty else { return "sextant/\(version)" }
        let text = String(decoding: clean, as: UTF8.self)
        let isMail = text.contains("@") && !text.contains(":")
        return "sextant/\(version) (+\(isMail ? "mailto:" : "")\(text))"
    }
}
