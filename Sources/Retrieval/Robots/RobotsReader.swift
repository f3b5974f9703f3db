/// Reads a `robots.txt` line by line.
struct RobotsReader {
    private let token: [UInt8]
    private var named = RobotsGroup()
    private var general = RobotsGroup()
    private var isNamedSeen = false
    /// Whether the lines being read belong to a group that names the token, or to one of `*`.
    private var isNamed = false
    private var isGeneral = false
    /// Whether the group being read has a rule yet; if so, the next user agent begins another group.
    private var hasRules = false
    private(set) var sitemaps: [String] = []

    private static let sitemapLimit = 100

    /// - Parameter token: in small letters.
    init(token: [UInt8]) {
        self.token = token
    }

    /// What holds for the token.
    var group: RobotsGroup { isNamedSeen ? named : general }

    mutating func read(_ bytes: ArraySlice<UInt8>) {
        let isMarked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        for line in (isMarked ? bytes.dropFirst(3) : bytes).split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            let content = line.prefix { $0 != UInt8(ascii: "#") }
            guard let colon = content.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let key = String(decoding: Self.trim(content[..<colon]), as: UTF8.self).lowercased()
            read(key, Self.trim(content[(colon + 1)...]))
        }
    }

    private mutating func read(_ key: String, _ value: ArraySlice<UInt8>) {
        switch key {
        case "user-agent": beginGroup(value)
        case "allow", "disallow":
            hasRules = true
            guard let rule = RobotsRule(allows: key == "allow", pattern: value) else { return }
            change { $0.rules.append(rule) }
        case "crawl-delay":
            guard let seconds = Double(String(decoding: value, as: UTF8.self)), seconds.isFinite, seconds >= 0 else {
                return
            }
            change { $0.delay = max($0.delay ?? 0, seconds) }
        case "sitemap":
            guard sitemaps.count < Self.sitemapLimit, !value.isEmpty, value.count <= 4096 else { return }
            sitemaps.append(String(decoding: value, as: UTF8.self))
        default: return
        }
    }

    private mutating func beginGroup(_ value: ArraySlice<UInt8>) {
        if hasRules {
            isNamed = false
            isGeneral = false
            hasRules = false
        }
        if value.first == UInt8(ascii: "*") {
            isGeneral = true
            return
        }
        // A version behind the token, as in "sextant/1.0", is not part of it.
        let name = value.prefix { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || $0 == 0x2D || $0 == 0x5F }
        guard !name.isEmpty, name.count == token.count,
            zip(name, token).allSatisfy({ $0 == $1 || ($0 >= 0x41 && $0 <= 0x5A && $0 | 0x20 == $1) })
        else { return }
        isNamed = true
        isNamedSeen = true
    }

    private mutating func change(_ body: (inout RobotsGroup) -> Void) {
        if isNamed { body(&named) }
        if isGeneral { body(&general) }
    }

    private static func trim(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes
        while let first = bytes.first, first == 0x20 || first == 0x09 { bytes.removeFirst() }
        while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
        return bytes
    }
}
