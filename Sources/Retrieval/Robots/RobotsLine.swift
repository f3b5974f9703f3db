import Foundations

/// A line of a `robots.txt`: a field and its value, with the slips that robots commonly forgive.
///
/// Read as meant are (as Google's published parser does) a missing colon, `user agent` and `useragent`, and misspelt
/// `Disallow`; further blanks that only look like them, full-width colons, and tags of HTML around a line.
struct RobotsLine {
    /// The fields that are known.
    enum Field {
        case userAgent, allow, disallow, crawlDelay, sitemap
    }

    let field: Field
    /// Without blanks around it.
    let value: ArraySlice<UInt8>

    /// The most bytes of a field's name.
    private static let longestName = 40

    /// Nil for a line that says nothing.
    init?(_ line: ArraySlice<UInt8>) {
        var content = Self.plain(line).prefix { $0 != UInt8(ascii: "#") }
        content = Self.trim(Self.withoutTags(content))
        if let colon = content.firstIndex(of: UInt8(ascii: ":")), let field = Self.field(content[..<colon]) {
            self.init(field: field, value: content[(colon + 1)...])
        } else if let (field, value) = Self.withoutColon(content) {
            self.init(field: field, value: value)
        } else {
            return nil
        }
    }

    private init(field: Field, value: ArraySlice<UInt8>) {
        self.field = field
        // An address may stand in angle brackets, and some sites write a tag behind it.
        let value = Self.trim(value)
        let isBracketed = value.first == UInt8(ascii: "<")
        let inner =
            isBracketed
            ? value.dropFirst().prefix { $0 != UInt8(ascii: ">") } : value.prefix { $0 != UInt8(ascii: "<") }
        self.value = Self.trim(inner)
    }

    /// The field of a name, by its letters.
    private static func field(_ name: ArraySlice<UInt8>) -> Field? {
        guard name.count <= longestName else { return nil }
        var letters: [UInt8] = []
        for byte in name {
            switch byte {
            case 0x41...0x5A, 0x61...0x7A: letters.append(byte | 0x20)
            case ...0x20, UInt8(ascii: "-"), UInt8(ascii: "_"): continue
            default: return nil
            }
        }
        let name = String(decoding: letters, as: UTF8.self)
        switch name {
        case "allow", "allowed": return .allow
        case "sitemap", "sitemaps", "sitemapurl": return .sitemap
        case "crawldelay": return .crawlDelay
        default: break
        }
        // Two slips are forgiven where that closes more than it opens.
        if name.editDistance(to: "disallow") <= 2 || name == "disallowed" { return .disallow }
        return name.editDistance(to: "useragent") <= 2 ? .userAgent : nil
    }

    private static let spellings: [(name: String, field: Field)] = [
        ("user-agent", .userAgent), ("user agent", .userAgent), ("useragent", .userAgent), ("user_agent", .userAgent),
        ("disallow", .disallow), ("dissallow", .disallow), ("dissalow", .disallow), ("disalow", .disallow),
        ("diasllow", .disallow), ("disallaw", .disallow), ("allow", .allow), ("crawl-delay", .crawlDelay),
        ("crawl delay", .crawlDelay), ("site-map", .sitemap), ("sitemap", .sitemap),
    ]

    /// A field and one word behind it: more would be a sentence.
    private static func withoutColon(_ line: ArraySlice<UInt8>) -> (Field, ArraySlice<UInt8>)? {
        let head = String(decoding: line.prefix(longestName).map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }, as: UTF8.self)
        for (name, field) in spellings where head.hasPrefix(name) {
            let rest = line.dropFirst(name.utf8.count)
            guard let first = rest.first, first <= 0x20 || first == UInt8(ascii: "=") else { continue }
            let value = trim(rest.drop { $0 <= 0x20 || $0 == UInt8(ascii: "=") })
            guard !value.isEmpty, !value.contains(where: { $0 <= 0x20 }) else { continue }
            return (field, value)
        }
        return nil
    }

    /// The line with blanks, dashes and colons of Unicode as those of ASCII.
    private static func plain(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard line.contains(where: { $0 >= 0x80 }) else { return line }
        var result: [UInt8] = []
        var rest = line
        while let byte = rest.first {
            if let (bytes, ascii) = lookalikes.first(where: { rest.starts(with: $0.0) }) {
                result.append(ascii)
                rest = rest.dropFirst(bytes.count)
            } else {
                result.append(byte)
                rest = rest.dropFirst()
            }
        }
        return result[...]
    }

    private static let lookalikes: [([UInt8], UInt8)] = [
        ("\u{A0}", " "), ("\u{200B}", " "), ("\u{200E}", " "), ("\u{FEFF}", " "), ("\u{3000}", " "), ("\u{2028}", " "),
        ("\u{2010}", "-"), ("\u{2011}", "-"), ("\u{2013}", "-"), ("\u{2014}", "-"), ("\u{FF1A}", ":"),
    ].map { (Array($0.0.utf8), Array($0.1.utf8)[0]) }

    /// A line without the tags that it begins with.
    private static func withoutTags(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var line = trim(line)
        while line.first == UInt8(ascii: "<"), let end = line.firstIndex(of: UInt8(ascii: ">")) {
            line = trim(line[(end + 1)...])
        }
        return line
    }

    private static func trim(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes
        while let first = bytes.first, first <= 0x20 { bytes.removeFirst() }
        while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
        return bytes
    }
}
