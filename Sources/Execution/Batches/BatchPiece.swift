/// Work that is done together, so that its calls make batches: the tests of a round, or the prompts of one.
package enum BatchRound: Hashable, Sendable {
    /// The tests of a round, from their prompts to their verdicts.
    case testing(Int)
    /// The prompts of a round.
    case writing(Int)
}

/// A piece of a round's work: a test, or the prompts of a cell. Calls made within it may go out in batches.
package struct BatchPiece: Hashable, Sendable {
    /// The piece that the task works on; nil for work whose calls are made at once.
    @TaskLocal package static var current: BatchPiece?

    /// The round that it is a part of.
    package let round: BatchRound
    /// Its number in the round.
    package let number: Int

    package init(_ round: BatchRound, number: Int) {
        self.round = round
        self.number = number
    }
}
