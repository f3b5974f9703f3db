import Foundations
import Records

/// A passage that a prompt was written from, as its origin names it. Every text of it is foreign.
package struct PassageLink: Sendable, Hashable {
    /// Longest address that becomes a link, in bytes.
    package static let longestURL = 2_000

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
}
