import Foundations
import Records

/// Collects what a closure is passed.
final class Recorder: Sendable {
    private let seen = Locked<[DataSetRow]>([])

    var rows: [DataSetRow] { seen.withLock { $0 } }

    func add(_ row: DataSetRow) { seen.withLock { $0.append(row) } }
}
