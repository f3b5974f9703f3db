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

    /// The rules for the token.
    var group: RobotsGroup { isNamedSeen ? named : general }

    mutating func read(_ bytes: ArraySlice<UInt8>) {
        for line in Self.text(bytes).split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            if let line = RobotsLine(line) { read(line) }
        }
    }

    /// The bytes without a byte order mark, and in UTF-8 if they are in UTF-16.
    private static func text(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return bytes.dropFirst(3) }
        let isLittle = bytes.starts(with: [0xFF, 0xFE])
        guard isLittle || bytes.starts(with: [0xFE, 0xFF]) else { return bytes }
        let pairs = Array(bytes.dropFirst(2))
        let units = stride(from: 0, to: pairs.count - pairs.count % 2, by: 2).map { index in
            let (first, second) = (UInt16(pairs[index]), UInt16(pairs[index + 1]))
            return isLittle ? second << 8 | first : first << 8 | second
        }
        return Array(String(decoding: units, as: UTF16.self).utf8)[...]
    }

    private mutating func read(_ line: RobotsLine) {
        switch line.field {
        case .userAgent:
            endGroup()
            // One name a line is right, and several are common.
            for name in line.value.split(separator: UInt8(ascii: ",")) { beginGroup(name.drop { $0 <= 0x20 }) }
        case .allow, .disallow:
            hasRules = true
            for pattern in Self.patterns(line) {
                guard let rule = RobotsRule(allows: line.field == .allow, pattern: pattern) else { continue }
                change { $0.rules.append(rule) }
            }
        case .crawlDelay:
            guard let seconds = Self.seconds(line.value) else { return }
            change { $0.delay = max($0.delay ?? 0, seconds) }
        case .sitemap:
            for address in line.value.split(whereSeparator: { $0 <= 0x20 }) {
                guard sitemaps.count < Self.sitemapLimit, address.count <= 4096 else { return }
                sitemaps.append(String(decoding: address, as: UTF8.self))
            }
        }
    }

    /// The patterns of a rule. Several paths in one `Disallow` are several rules; of a whole address the path counts.
    private static func patterns(_ line: RobotsLine) -> [ArraySlice<UInt8>] {
        let words = line.value.split { $0 <= 0x20 }
        let slash = UInt8(ascii: "/")
        let isList = line.field == .disallow && words.count > 1 && words.allSatisfy { $0.first == slash }
        return (isList ? words : [line.value]).map { pattern in
            let head = String(decoding: pattern.prefix(8), as: UTF8.self).lowercased()
            guard head.hasPrefix("http://") || head.hasPrefix("https://") else { return pattern }
            let host = pattern.drop { $0 != slash }.dropFirst(2)
            return host.firstIndex(of: slash).map { pattern[$0...] } ?? [slash][...]
        }
    }

    /// The seconds of a delay, which may have a comma and a unit: 2.5, 2,5, 10s, 10 seconds.
    private static func seconds(_ value: ArraySlice<UInt8>) -> Double? {
        let digits = value.prefix { $0 &- 0x30 < 10 || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }
        let unit = value.dropFirst(digits.count).drop { $0 <= 0x20 }.first.map { $0 | 0x20 }
        guard unit == nil || unit == UInt8(ascii: "s"), digits.first.map({ $0 &- 0x30 < 10 }) ?? false else {
            return nil
        }
        let text = String(decoding: digits.map { $0 == UInt8(ascii: ",") ? UInt8(ascii: ".") : $0 }, as: UTF8.self)
        return Double(text).flatMap { $0.isFinite ? $0 : nil }
    }

    /// Ends the group being read if it has rules; agents in a row make one.
    private mutating func endGroup() {
        guard hasRules else { return }
        isNamed = false
        isGeneral = false
        hasRules = false
    }

    private mutating func beginGroup(_ value: ArraySlice<UInt8>) {
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
}
