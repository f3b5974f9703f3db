import Feedback
import Foundations
import Pipeline
import Records
import RunStore

/// One person at the queues of all runs, through a browser: the tests and labels of `sextant review`.
package actor ReviewDesk {
    /// Who labels.
    package nonisolated let annotator: String
    /// Labels that were given since the server began.
    package private(set) var labelled = 0

    private let store: any RunStore & TestStore & VerdictStore
    private let controlShare: Double
    private let now: @Sendable () -> Double
    /// A pass is changed by one request at a time: both its reads and its writes wait for the store.
    private let turns = ConcurrencyGate(limit: 1)
    private var seats: [String: Seat] = [:]

    private struct Seat {
        var pass: ReviewPass
        var item: ReviewQueue.Item?
    }

    /// A desk.
    ///
    /// - Parameters:
    ///   - store: opened for labels
    ///   - controlShare: part of the queues that is drawn at random, 0 to 1
    ///   - now: seconds since 1970
    package init(
        _ store: any RunStore & TestStore & VerdictStore, annotator: String, controlShare: Double,
        now: @escaping @Sendable () -> Double
    ) {
        self.store = store
        self.annotator = annotator
        self.controlShare = controlShare
        self.now = now
    }

    /// The run and the test that is to be looked at; no test when none is left for now.
    ///
    /// - Throws: ``StoreError``.
    package func current(in id: String) async throws -> (run: RunRecord, test: TestRecord?) {
        try await turns.pass { @Sendable in try await self.look(in: id) }
    }

    /// Stores what the person says of a test, nil to skip it, and goes on to the next.
    ///
    /// - Returns: whether that was the test to be looked at; nothing is stored for another.
    /// - Throws: ``StoreError``.
    package func answer(_ label: Verdict.Label?, on ordinal: Int, in id: String) async throws -> Bool {
        try await turns.pass { @Sendable in try await self.take(label, on: ordinal, in: id) }
    }

    private func look(in id: String) async throws -> (run: RunRecord, test: TestRecord?) {
        let run = try await store.run(id)
        if seats[id]?.item == nil {
            let queue = try await ReviewQueue(store, run: run, controlShare: controlShare, seed: nil)
            var seat = Seat(
                pass: try await ReviewPass(queue, store: store, run: id, annotator: annotator, now: now))
            seat.item = try await seat.pass.next()
            seats[id] = seat
        }
        guard let item = seats[id]?.item else { return (run, nil) }
        return (run, try await store.test(item.ordinal, in: id))
    }

    private func take(_ label: Verdict.Label?, on ordinal: Int, in id: String) async throws -> Bool {
        guard var seat = seats[id], let item = seat.item, item.ordinal == ordinal else { return false }
        if let label {
            try await seat.pass.add(label, to: item)
            labelled += 1
        }
        seat.item = try await seat.pass.next()
        seats[id] = seat
        return true
    }
}
