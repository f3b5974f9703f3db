import Foundations
import Testing

@Suite("Distances of words")
struct EditDistanceTests {
    @Test(
        "each change of a character counts one, and so do two neighbours that changed places",
        arguments: [
            ("", "", 0), ("run", "run", 0), ("", "run", 3), ("rn", "run", 1), ("runn", "run", 1), ("ran", "run", 1),
            ("rnu", "run", 1), ("nightyl", "nightly", 1), ("kitten", "sitting", 3), ("ab", "ba", 1), ("abc", "cab", 2),
        ])
    func distance(one: String, other: String, expected: Int) {
        #expect(one.editDistance(to: other) == expected)
        #expect(other.editDistance(to: one) == expected)
    }
}
