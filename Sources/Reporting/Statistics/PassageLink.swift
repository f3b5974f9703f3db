import Foundations
import Records

/// A passage that a prompt was written from, as its origin names it. Every text of it is foreign.
package struct PassageLink: Sendable, Hashable {
    /// Longest address that becomes a link, in bytes.
    static let longestURL = 2_000

    /// Names the passage in the store.
    package let id: String
    /// Address of its page.
    package let url: String
    /// Title of its page; may be empty.
    package let title: String

    /// The passages that an origin names.
    package static func all(in origin: [String: JSONValue]) -> [PassageLink] {
        guard case .array(let passages)? = origin["passages"] else { return [] }
        return passages.map { passage in
            var id = passage["id"]?.stringValue ?? ""
            if case .int(let number)? = passage["id"] { id = String(number) }
            return PassageLink(
                id: id, url: passage["url"]?.stringValue ?? "", title: passage["title"]?.stringValue ?? "")
        }
    }

    /// Whether the address may become a link: http or https, printable, and not too long.
    var isLinkable: Bool {
        let lowered = url.prefix(8).lowercased()
        return (lowered.hasPrefix("http://") || lowered.hasPrefix("https://")) && url.utf8.count <= Self.longestURL
            && url.unicodeScalars.allSatisfy { $0.value > 0x20 && !$0.isDeceptive && !$0.properties.isWhitespace }
    }

    /// A link that tells the page nothing of the report, or the bare text.
    var html: HTML {
        let label = HTML.shortened(title.isEmpty ? url : title, to: 160).html.text
        guard isLinkable else { return HTML(markup: label) }
        return HTML(markup: "<a href=\"\(HTML(url).text)\" rel=\"noopener noreferrer\">\(label)</a>")
    }
}
