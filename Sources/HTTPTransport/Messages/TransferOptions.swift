/// Limits of one transfer.
package struct TransferOptions: Sendable, Equatable {
    /// The limits used where a request names none.
    package static let `default` = TransferOptions()

    /// How long a connection, TLS included, may take to come about.
    package var connectTimeout: Duration
    /// How long the whole transfer may take.
    package var totalTimeout: Duration
    /// Below this many bytes a second for all of `lowSpeedWindow` the transfer counts as timed out; 0 turns it off.
    ///
    /// Off by default, because a model that thinks for a minute sends nothing meanwhile.
    package var lowSpeedBytesPerSecond: Int
    /// For how long a transfer may be slow; rounded up to whole seconds.
    package var lowSpeedWindow: Duration
    /// The most bytes a body may have, packed and unpacked.
    package var maxResponseBytes: Int
    /// Whether a body over the limit is cut there and counts as a response, in place of being an error.
    package var cutsAtLimit: Bool
    /// An IP address (IPv6 in brackets) to connect to in place of the host's own; name and certificate stay the host's.
    ///
    /// Proxies of the environment are left out then: they would look the name up themselves. A proxy named in
    /// `CurlSettings` is asked for a tunnel to this address.
    package var pinnedAddress: String?

    /// Limits, each with the default shown.
    package init(
        connectTimeout: Duration = .seconds(10), totalTimeout: Duration = .seconds(120),
        lowSpeedBytesPerSecond: Int = 0, lowSpeedWindow: Duration = .seconds(30),
        maxResponseBytes: Int = 16 << 20, cutsAtLimit: Bool = false, pinnedAddress: String? = nil
    ) {
        self.connectTimeout = connectTimeout
        self.totalTimeout = totalTimeout
        self.lowSpeedBytesPerSecond = lowSpeedBytesPerSecond
        self.lowSpeedWindow = lowSpeedWindow
        self.maxResponseBytes = maxResponseBytes
        self.cutsAtLimit = cutsAtLimit
        self.pinnedAddress = pinnedAddress
    }
}

extension Duration {
    /// Whole milliseconds, rounded up, at least 1 and at most a 32-bit number: libcurl reads 0 as "no limit".
    var curlMilliseconds: Int {
        let (seconds, attoseconds) = components
        guard seconds < 2_000_000 else { return 2_000_000_000 }
        return max(1, Int(seconds) * 1000 + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
    }

    /// The duration in seconds.
    var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
