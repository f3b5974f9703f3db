import Foundations
import SafetyGrid

/// Encloses foreign texts between marks that none of them contains, so that none can pretend to end there.
package struct Fence: Sendable, Equatable {
    /// Sixteen random hexadecimal digits that stand in every mark.
    package let boundary: String

    /// A fence that fits around `texts`.
    package init(seed: UInt64, around texts: [String]) {
        let lowered = texts.map { ByteSearch.lowered($0) }
        var random = SeededRandom(seed: texts.reduce(seed) { StableHash.of($1, seed: $0) })
        var boundary = StableHash.hex(random.next())
        while lowered.contains(where: { ByteSearch.find(boundary.utf8, in: $0) }) {
            boundary = StableHash.hex(random.next())
        }
        self.boundary = boundary
    }

    /// A text between its marks, with what is known of it above.
    ///
    /// - Parameters:
    ///   - kind: what it is, one word
    ///   - number: which of its kind
    ///   - facts: names and values, each of one line
    ///   - text: cleaned by ``MaterialText``
    package func enclose(_ kind: String, _ number: Int, facts: [(name: String, value: String)] = [], text: String)
        -> String
    {
        let head = facts.map { "\($0.name): \($0.value)\n" }.joined()
        return """
            <material \(boundary) \(kind) \(number)>
            \(head)\(text)
            </material \(boundary)>
            """
    }
}
