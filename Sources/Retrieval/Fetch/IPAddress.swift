import Glibc

/// An IPv4 or IPv6 address.
package enum IPAddress: Sendable, Hashable {
    /// Its four bytes as a number.
    case v4(UInt32)
    /// Its first and last eight bytes.
    case v6(high: UInt64, low: UInt64)

    /// Reads the usual notation; IPv6 with or without brackets. Nil for anything else, a zone (`%eth0`) among them.
    package init?(_ text: String) {
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            self = .v4(UInt32(bigEndian: four.s_addr))
            return
        }
        let isBracketed = text.hasPrefix("[") && text.hasSuffix("]")
        var six = in6_addr()
        guard inet_pton(AF_INET6, isBracketed ? String(text.dropFirst().dropLast()) : text, &six) == 1 else {
            return nil
        }
        self.init(six)
    }

    init(_ address: in6_addr) {
        let bytes = withUnsafeBytes(of: address) { Array($0) }
        let halves = [bytes[..<8], bytes[8...]].map { $0.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
        self = .v6(high: halves[0], low: halves[1])
    }

    /// The address as it stands in a URL: IPv6 in brackets.
    package var inURL: String {
        if case .v6 = self { "[\(description)]" } else { description }
    }
}

extension IPAddress: CustomStringConvertible {
    /// The usual notation.
    package var description: String {
        switch self {
        case .v4(let number):
            return [24, 16, 8, 0].map { String(number >> $0 & 255) }.joined(separator: ".")
        case .v6(let high, let low):
            var address = in6_addr()
            withUnsafeMutableBytes(of: &address) { bytes in
                for index in 0..<16 {
                    bytes[index] = UInt8(truncatingIfNeeded: (index < 8 ? high : low) >> (56 - index % 8 * 8))
                }
            }
            var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
            guard inet_ntop(AF_INET6, &address, &text, socklen_t(text.count)) != nil else { return "" }
            return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }
}
