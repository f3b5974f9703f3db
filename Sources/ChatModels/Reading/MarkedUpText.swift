/// Scalars of a text as a page shows them: without tags, and with characters in the place of references to them.
enum MarkedUpText {
    /// Most scalars of a tag.
    private static let longestTag = 200
    /// Most scalars of a reference, without its ampersand.
    private static let longestReference = 7
    /// References that stand in sentences.
    private static let references: [String: Unicode.Scalar] = [
        "#39": "'", "#x27": "'", "#X27": "'", "apos": "'", "rsquo": "'", "lsquo": "'", "#8217": "'", "#x2019": "'",
        "nbsp": " ", "#160": " ", "quot": "\"", "amp": "&",
    ]

    /// The scalars that are shown; a backslash before an apostrophe is none of them.
    static func shown(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        result.reserveCapacity(scalars.count)
        var index = 0
        while index < scalars.count {
            switch scalars[index] {
            case "<":
                guard let end = tagEnd(scalars, index) else { break }
                result.append(" ")
                index = end + 1
                continue
            case "&":
                guard let (scalar, end) = reference(scalars, index) else { break }
                result.append(scalar)
                index = end + 1
                continue
            case "\\" where index + 1 < scalars.count && scalars[index + 1] == "'":
                index += 1
                continue
            default: break
            }
            result.append(scalars[index])
            index += 1
        }
        return result
    }

    /// Where a tag ends that begins at `start`; nil for a mere sign.
    private static func tagEnd(_ scalars: [Unicode.Scalar], _ start: Int) -> Int? {
        let inner = scalars[(start + 1)...].prefix(longestTag)
        guard let first = inner.first, first == "/" || first.properties.isAlphabetic && first.isASCII,
            let end = inner.firstIndex(where: { $0 == ">" || $0 == "<" }), scalars[end] == ">"
        else { return nil }
        return end
    }

    /// The character that a reference stands for, and where it ends.
    private static func reference(_ scalars: [Unicode.Scalar], _ start: Int) -> (Unicode.Scalar, end: Int)? {
        let inner = scalars[(start + 1)...].prefix(longestReference)
        guard let end = inner.firstIndex(of: ";") else { return nil }
        let name = String(String.UnicodeScalarView(scalars[(start + 1)..<end]))
        return references[name].map { ($0, end) }
    }
}
