/// A planned test of a prompt with known parts.
package struct PartTest: Sendable, Equatable {
    /// A value of each axis of the space; ``SearchSpace/unknown`` for a part that is not known.
    package let values: [Int]
    /// The verdict; nil while the test is in flight, and for an unknown one.
    package let isUnsafe: Bool?
    /// Number of the test in its run; nil where nobody asks for it.
    package let ordinal: Int?
    /// The findings that it was made of; nil for none.
    package let lineage: Lineage?

    package init(values: [Int], isUnsafe: Bool?, ordinal: Int? = nil, lineage: Lineage? = nil) {
        self.lineage = lineage
        self.ordinal = ordinal
        self.values = values
        self.isUnsafe = isUnsafe
    }
}

extension PartTest {
    /// The test with what was made of findings among its values.
    func traced(in space: SearchSpace) -> PartTest {
        PartTest(
            values: space.traced(values, by: lineage?.change), isUnsafe: isUnsafe, ordinal: ordinal, lineage: lineage)
    }
}
