import HTTPTransport

/// Why a page could not be fetched. Hosts and URLs in it come from outside: `TerminalText.safe` before they are shown.
package enum FetchError: Error, Sendable, Equatable {
    /// Not a URL, or neither http nor https; the text is redacted.
    case invalidURL(String)
    /// The name has no address.
    case hostNotFound(host: String, reason: String)
    /// An address of the host is not of the public Internet.
    case privateAddress(host: String, address: String)
    /// More redirects than allowed.
    case tooManyRedirects(limit: Int)
    /// A redirect led back to where it came from.
    case redirectLoop(String)
    /// A redirect led to another host than the crawl is bound to.
    case offSite(host: String)
    /// The site's `robots.txt` asks for the page to be left alone.
    case disallowedByRobots
    /// `robots.txt` could not be fetched, and then nothing of the site may be.
    case robotsUnreachable(reason: String)
    /// A status that brings no page.
    case status(Int)
    /// A content type that is not read.
    case unwantedType(String)
    /// No response.
    case transport(HTTPError)

    /// Whether the site asked to be left alone.
    package var isRefusalByRobots: Bool {
        switch self {
        case .disallowedByRobots, .robotsUnreachable: true
        default: false
        }
    }
}

extension FetchError: CustomStringConvertible {
    /// The fault and the remedy.
    package var description: String {
        switch self {
        case .invalidURL(let text): "not an http or https URL: \(text)"
        case .hostNotFound(let host, let reason): "no address for \(host): \(reason); check the name"
        case .privateAddress(let host, let address):
            "\(host) has the address \(address), which is not public; --allow-private fetches it all the same"
        case .tooManyRedirects(let limit): "more than \(limit) redirects"
        case .redirectLoop(let url): "redirects lead back to \(url)"
        case .offSite(let host): "leads to another host, \(host)"
        case .disallowedByRobots: "disallowed by robots.txt"
        case .robotsUnreachable(let reason): "robots.txt could not be fetched (\(reason)); try again later"
        case .status(let status): "HTTP \(status)"
        case .unwantedType(let type): "content type \(type), which is not read"
        case .transport(let error): error.root.summary
        }
    }
}
