/// A planned test of a prompt with known parts.
package struct PartTest: Sendable, Equatable {
    /// A value of each axis of the space; ``SearchSpace/unknown`` for a part that is not known.
    package let values: [Int]
    /// The verdict; nil while the test is in flight, and for an unknown one.
    package let isUnsafe: Bool?

    package init(values: [Int], isUnsafe: Bool?) {
        self.values = values
        self.isUnsafe = isUnsafe
    }
}
