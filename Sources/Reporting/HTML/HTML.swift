import Mustache

/// Text that is HTML already. The only ways to one are to escape a text or to say that it is markup, so that a template
/// which takes nothing else can't show foreign text unescaped.
///
/// Escaping goes by Unicode scalars. The template library's own goes by characters, and lets `"` or `<` pass when a
/// combining mark follows; templates therefore use triple braces and values of this type only.
struct HTML: Sendable, MustacheCustomRenderable {
    private(set) var text: String

    var renderText: String { text }
    var isNull: Bool { false }

    /// Escapes any text; controls, characters that turn the direction of text and hidden ones are shown by their code point.
    init(_ foreign: String) {
        var result: [UInt8] = []
        result.reserveCapacity(foreign.utf8.count + 32)
        var previous: Unicode.Scalar = " "
        for scalar in foreign.unicodeScalars {
            defer { previous = scalar }
            switch scalar {
            case "&": result.append(contentsOf: "&amp;".utf8)
            case "<": result.append(contentsOf: "&lt;".utf8)
            case ">": result.append(contentsOf: "&gt;".utf8)
            case "\"": result.append(contentsOf: "&quot;".utf8)
            case "'": result.append(contentsOf: "&#39;".utf8)
            case "\r": result.append(UInt8(ascii: "\n"))
            case "\n": if previous != "\r" { result.append(UInt8(ascii: "\n")) }
            case "\t", " "..."~": result.append(UInt8(ascii: scalar))
            default:
                if scalar.isDeceptive {
                    scalar.appendCodePoint(to: &result)
                } else {
                    result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
                }
            }
        }
        text = String(decoding: result, as: UTF8.self)
    }

    /// Takes markup as it is; the caller has escaped every foreign part.
    init(markup: String) {
        text = markup
    }

    /// Escapes at most `limit` characters of a text, and says whether that was all.
    static func shortened(_ foreign: String, to limit: Int) -> (html: HTML, whole: Bool) {
        // No text has more scalars than bytes, and most are short.
        guard foreign.utf8.count > limit else { return (HTML(foreign), true) }
        // Scalars and not characters: one character can have any number of combining marks.
        let kept = foreign.unicodeScalars.prefix(limit)
        return (HTML(String(String.UnicodeScalarView(kept))), kept.endIndex == foreign.unicodeScalars.endIndex)
    }
}
