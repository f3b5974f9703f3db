/// Who still works on the rounds. A batch goes out when everybody who is left in a round waits: then no further call would
/// join it.
struct BatchAttendance {
    private struct Round {
        /// Pieces that have not ended.
        var open = 0
        /// Pieces that wait, with the number of calls for which each does.
        var waiting: [Int: Int] = [:]
    }

    private var rounds: [BatchRound: Round] = [:]

    /// Announces pieces of a round, before the first of them begins.
    mutating func begin(_ round: BatchRound, pieces: Int) {
        rounds[round, default: Round()].open += pieces
    }

    /// A piece of a round has ended.
    mutating func end(_ round: BatchRound) {
        rounds[round]?.open -= 1
        if let left = rounds[round]?.open, left <= 0 { rounds[round] = nil }
    }

    /// A piece waits.
    mutating func pause(_ piece: BatchPiece) {
        rounds[piece.round]?.waiting[piece.number, default: 0] += 1
    }

    /// A piece goes on.
    mutating func resume(_ piece: BatchPiece) {
        guard let calls = rounds[piece.round]?.waiting[piece.number] else { return }
        rounds[piece.round]?.waiting[piece.number] = calls > 1 ? calls - 1 : nil
    }

    /// Whether nobody in a round does anything but wait.
    func isStill(_ round: BatchRound) -> Bool {
        guard let round = rounds[round] else { return true }
        return round.waiting.count >= round.open
    }
}
