/// Why a page could not be read.
package enum ExtractionError: Error, Equatable, CustomStringConvertible {
    /// The page has no bytes.
    case empty
    /// The page is larger than the limit, both in bytes; for compressed pages the size is what was unpacked so far.
    case tooLarge(bytes: Int, limit: Int)
    /// A compressed page is damaged.
    case damagedArchive
    /// The content is of a type that has no text to extract, such as an image.
    case notText(String)
    /// No memory for the parser.
    case outOfMemory

    /// What was wrong, and what to do.
    package var description: String {
        switch self {
        case .empty: "the page is empty"
        case .tooLarge(let bytes, let limit):
            "the page has \(bytes) bytes or more, the limit is \(limit); fetch a smaller page"
        case .damagedArchive: "the page's gzip data is damaged or cut short; fetch it again"
        case .notText(let what): "the page is \(what), not HTML or text"
        case .outOfMemory: "no memory left for the HTML parser"
        }
    }
}
