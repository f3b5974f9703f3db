/// Makes a page's links absolute (RFC 3986, section 5), byte by byte, because a page has hundreds.
struct LinkResolver {
    private let scheme: String
    private let authority: String
    private let path: String

    /// A resolver against an http or https address; nil for any other.
    init?(base: String) {
        guard let absolute = Self.cleaned(base.utf8), let colon = absolute.firstIndex(of: ":") else { return nil }
        let scheme = absolute[..<colon].lowercased()
        let rest = absolute[absolute.index(after: colon)...]
        guard scheme == "http" || scheme == "https", rest.hasPrefix("//") else { return nil }
        let host = rest.dropFirst(2).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !host.isEmpty else { return nil }
        self.scheme = scheme
        authority = String(host)
        let tail = rest.dropFirst(2 + host.count).prefix { $0 != "?" && $0 != "#" }
        path = tail.isEmpty ? "/" : String(tail)
    }

    /// The absolute address of a link without its fragment; nil for other schemes and for links within the page.
    func resolve(_ link: some Collection<UInt8>) -> String? {
        guard let link = Self.cleaned(link), !link.isEmpty else { return nil }
        if Self.scheme(of: link) != nil { return Self.absolute(link) }
        if link.hasPrefix("//") { return Self.absolute("\(scheme):\(link)") }
        if link.hasPrefix("?") { return "\(scheme)://\(authority)\(path)\(link)" }
        let query = link.firstIndex(of: "?") ?? link.endIndex
        let target = link[..<query]
        let merged: String
        if target.hasPrefix("/") {
            merged = Self.withoutDots(target)
        } else {
            let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/"
            merged = Self.withoutDots(folder + target)
        }
        return "\(scheme)://\(authority)\(merged)\(link[query...])"
    }

    /// An address that is absolute already, without its fragment.
    static func absolute(_ link: some Collection<UInt8>) -> String? {
        guard let first = link.first, first | 0x20 == 0x68 || first <= 0x20 else { return nil }
        return cleaned(link).flatMap { absolute($0) }
    }

    private static func absolute(_ link: String) -> String? {
        guard let scheme = scheme(of: link), scheme == "http" || scheme == "https" else { return nil }
        let rest = link.utf8.dropFirst(scheme.utf8.count + 1)
        guard rest.starts(with: "//".utf8), let first = rest.dropFirst(2).first, first != 0x2F, first != 0x3F else {
            return nil
        }
        // An address that ends with the host gets its path.
        let isBare = !rest.dropFirst(2).contains { $0 == 0x2F || $0 == 0x3F }
        return scheme + ":" + String(decoding: rest, as: UTF8.self) + (isBare ? "/" : "")
    }

    private static func scheme(of link: String) -> String? {
        guard let colon = link.utf8.firstIndex(of: 0x3A) else { return nil }
        let name = link.utf8[..<colon]
        guard let first = name.first, (first | 0x20) &- 0x61 < 26,
            name.allSatisfy({ ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == 0x2B || $0 == 0x2D || $0 == 0x2E })
        else { return nil }
        return String(decoding: name, as: UTF8.self).lowercased()
    }

    /// The link as the HTML standard reads it: white space at its ends and control characters gone, what may not stand in
    /// an address in percent form, no fragment.
    private static func cleaned(_ link: some Collection<UInt8>) -> String? {
        guard link.count <= 2048 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(link.count)
        var pending = 0
        for byte in link {
            switch byte {
            case 0x23:
                return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
            case 0x20: if !bytes.isEmpty { pending += 1 }
            case ..<0x20, 0x7F: break
            default:
                for _ in 0..<pending { bytes.append(contentsOf: "%20".utf8) }
                pending = 0
                if byte >= 0x80 || unsafeBytes.contains(byte) {
                    bytes.append(0x25)
                    bytes.append(hex[Int(byte >> 4)])
                    bytes.append(hex[Int(byte & 15)])
                } else {
                    bytes.append(byte == 0x5C ? 0x2F : byte)
                }
            }
        }
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }

    private static let unsafeBytes = Array("\"<>^`{|}".utf8)
    private static let hex = Array("0123456789ABCDEF".utf8)

    private static func withoutDots(_ path: some StringProtocol) -> String {
        guard path.contains("./") || path.hasSuffix("/.") || path.hasSuffix("/..") else { return String(path) }
        var kept: [Substring] = []
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map { Substring($0) }
        for (index, part) in parts.enumerated() {
            let isLast = index == parts.count - 1
            if part == ".." {
                if kept.count > 1 { kept.removeLast() }
                if isLast { kept.append("") }
            } else if part == "." {
                if isLast { kept.append("") }
            } else {
                kept.append(part)
            }
        }
        return kept.joined(separator: "/")
    }
}
