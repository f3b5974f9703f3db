import Foundations

/// The secret that lets a browser in: made at each start, and printed on the terminal alone.
///
/// It is a random value of 256 bits. A browser gets it once in the address and then keeps it in a cookie, whose name
/// differs from start to start: cookies do not tell ports apart, and two servers would overwrite each other's.
struct DashboardToken: Sendable {
    /// 64 hexadecimal digits.
    let text = Secret.drawn(words: 4)

    /// The cookie's name; tells nothing that helps to guess the token.
    var cookie: String { "sextant-\(StableHash.hex(StableHash.of(text)).prefix(8))" }

    /// Whether `candidate` is the token.
    func matches(_ candidate: String) -> Bool { Secret.matches(text, candidate) }
}
