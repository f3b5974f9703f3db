import PageExtraction
import Reporting

/// One page as one line of JSON.
package struct PageLine {
    /// The line with its line break.
    package let bytes: [UInt8]

    /// - Parameters:
    ///   - page: what was extracted
    ///   - key: the name of the first member, which says which page it is
    ///   - name: its value
    package init(_ page: ExtractedPage, naming key: String, _ name: String) {
        self.init([
            (key, .string(name)), ("url", Self.optional(page.url)), ("title", Self.optional(page.title)),
            ("author", Self.optional(page.author)), ("date", Self.optional(page.date)),
            ("language", Self.optional(page.language)), ("text", .string(page.text)),
        ])
    }

    /// The line of a page that could not be read.
    package init(error: String, naming key: String, _ name: String) {
        self.init([(key, .string(name)), ("error", .string(error))])
    }

    private init(_ members: [(key: String, value: OrderedJSON)]) {
        bytes = OrderedJSON.object(members).compact + [0x0A]
    }

    private static func optional(_ text: String?) -> OrderedJSON {
        text.map { .string($0) } ?? .null
    }
}
