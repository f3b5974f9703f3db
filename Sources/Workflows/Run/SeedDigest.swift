import Feedback
import Foundations
import SafetyGrid

/// What the seeds of a process are: all that work on a run have the same.
enum SeedDigest {
    /// The fingerprint of every file of the seeds, 16 hexadecimal digits.
    ///
    /// - Throws: ``ConfigurationError`` when there are no seeds.
    static func text(of places: Places) throws -> String {
        let digests = RunEpoch.digests(in: try places.seedFolder().path)
        return String(SHA256.hex(of: Array(digests.joined(separator: "\u{0}").utf8)).prefix(16))
    }
}
