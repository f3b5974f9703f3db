/// A planned test of a prompt with known parts.
package struct PartTest: Sendable, Equatable {
    /// A value of each axis of the space; ``SearchSpace/unknown`` for a part that is not known.
    package let values: [Int]
    /// The verdict; nil while the test is in flight, and for an unknown one.
    package let isUnsafe: Bool?
    /// Number of the test in its run; nil where nobody asks for it.
    package let ordinal: Int?

    package init(values: [Int], isUnsafe: Bool?, ordinal: Int? = nil) {
        self.ordinal = ordinal
        self.values = values
        self.isUnsafe = isUnsafe
    }
}
