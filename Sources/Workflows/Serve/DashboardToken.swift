import Foundations

/// The secret that lets a browser in: made at each start, and printed on the terminal alone.
///
/// It is a random value of 256 bits. A browser gets it once in the address and then keeps it in a cookie, whose name
/// differs from start to start: cookies do not tell ports apart, and two servers would overwrite each other's.
struct DashboardToken: Sendable {
    /// 64 hexadecimal digits.
    let text: String

    /// Draws a new token.
    init(using random: inout some RandomNumberGenerator) {
        text = (0..<4).map { _ in StableHash.hex(random.next()) }.joined()
    }

    /// The cookie's name; tells nothing that helps to guess the token.
    var cookie: String { "sextant-\(StableHash.hex(StableHash.of(text)).prefix(8))" }

    /// Whether `candidate` is the token. Takes the same time however much of it is right.
    func matches(_ candidate: String) -> Bool {
        let (own, other) = (Array(text.utf8), Array(candidate.utf8))
        guard own.count == other.count else { return false }
        return zip(own, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
