import Analysis
import Records

/// Passages with their scores and sources, for a terminal or as JSON.
package struct PassageListing: Sendable {
    private let passages: [Passage]

    /// The listing of the given passages, in the given order.
    package init(_ passages: [Passage]) {
        self.passages = passages
    }

    /// The passages, every line safe and at most `width` columns long, 40 or more; without a line break at the end.
    package func text(width: Int = 80, color: Bool) -> String {
        passages.enumerated().map { index, passage in
            let title = passage.title.isEmpty ? "(no title)" : passage.title
            let head = "\(index + 1)  \(Figures.decimal(passage.score, places: 4))  \(title)"
            let first = TerminalText.fitted(TerminalText.safe(head), width: width)
            let dated = passage.published.map { "published " + UTCDate.text(secondsSince1970: $0) }
            let date = dated ?? "no date, fetched " + UTCDate.text(secondsSince1970: passage.fetched)
            let lines = ([passage.url, date, passage.heading].filter { !$0.isEmpty } + [passage.text])
                .flatMap { TerminalText.wrapped($0, width: width - 3) }
            return ([TextTable.painted(first, .strong, color)] + lines.map { "   " + $0 }).joined(separator: "\n")
        }
        .joined(separator: "\n\n")
    }

    /// One JSON object a passage; dates are seconds since 1970.
    package var jsonLines: [String] {
        passages.map { passage in
            let object = OrderedJSON.object([
                ("id", .int(Int(passage.id))), ("score", .number(passage.score)), ("url", .string(passage.url)),
                ("title", .string(passage.title)), ("author", .string(passage.author ?? "")),
                ("published", .number(passage.published ?? .nan)), ("fetched", .number(passage.fetched)),
                ("language", .string(passage.language ?? "")),
                ("hazards", .array(passage.hazards.map { .string($0) })), ("heading", .string(passage.heading)),
                ("text", .string(passage.text)),
            ])
            return String(decoding: object.compact, as: UTF8.self)
        }
    }
}
