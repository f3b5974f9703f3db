extension IPAddress {
    /// Whether the address belongs to the public Internet: none of the special blocks of the IANA registries (RFC 6890 and
    /// what came after it), nor one that wraps such an IPv4 address (mapped, NAT64, 6to4, ISATAP).
    package var isPublic: Bool {
        switch self {
        case .v4(let number):
            return !Self.specialV4.contains { number >> (32 - $0.bits) == $0.start >> (32 - $0.bits) }
        case .v6(let high, let low):
            if let wrapped = Self.wrapped(high, low) { return wrapped.isPublic }
            // Only 2000::/3 is given out for the public Internet.
            guard high >> 61 == 1 else { return false }
            return !Self.specialV6.contains { high >> (64 - $0.bits) == $0.start >> (64 - $0.bits) }
        }
    }

    /// The IPv4 address in an IPv6 one that a gateway, or the system itself, would connect to.
    private static func wrapped(_ high: UInt64, _ low: UInt64) -> IPAddress? {
        let last = IPAddress.v4(UInt32(truncatingIfNeeded: low))
        if high == 0, low >> 32 == 0xFFFF { return last }
        if high == 0x0064_FF9B_0000_0000, low >> 32 == 0 { return last }
        if high >> 48 == 0x2002 { return .v4(UInt32(truncatingIfNeeded: high >> 16)) }
        // ISATAP (RFC 5214), in any network.
        if high >> 61 == 1, low >> 32 == 0x0000_5EFE || low >> 32 == 0x0200_5EFE { return last }
        return nil
    }

    private static let specialV4: [(start: UInt32, bits: UInt32)] = [
        (0x0000_0000, 8),  // this network
        (0x0A00_0000, 8),  // private
        (0x6440_0000, 10),  // shared by carriers (CGNAT), a cloud's metadata among them
        (0x7F00_0000, 8),  // loopback
        (0xA83F_8110, 32),  // a cloud's own services, though it looks public
        (0xA9FE_0000, 16),  // link-local, cloud metadata
        (0xAC10_0000, 12),  // private
        (0xC000_0000, 24),  // protocol assignments
        (0xC000_0200, 24),  // documentation
        (0xC058_6300, 24),  // 6to4 relays
        (0xC0A8_0000, 16),  // private
        (0xC612_0000, 15),  // benchmarks
        (0xC633_6400, 24),  // documentation
        (0xCB00_7100, 24),  // documentation
        (0xE000_0000, 4),  // multicast
        (0xF000_0000, 4),  // reserved, broadcast
    ]

    private static let specialV6: [(start: UInt64, bits: UInt64)] = [
        (0x2001_0000_0000_0000, 23),  // protocol assignments, Teredo among them
        (0x2001_0DB8_0000_0000, 32),  // documentation
        (0x3FFF_0000_0000_0000, 20),  // documentation
    ]
}
