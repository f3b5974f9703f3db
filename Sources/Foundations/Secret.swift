/// Random texts that let in whoever has them.
package enum Secret {
    /// A random value of 64 bits a word, as hexadecimal digits.
    package static func drawn(words: Int) -> String {
        var random = SystemRandomNumberGenerator()
        return (0..<words).map { _ in StableHash.hex(random.next()) }.joined()
    }

    /// Whether a text is the secret. Takes the same time however much of it is right.
    package static func matches(_ secret: String, _ candidate: String) -> Bool {
        let (own, other) = (Array(secret.utf8), Array(candidate.utf8))
        guard own.count == other.count else { return false }
        return zip(own, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
