import Feedback
import Records
import RunStore

/// One person's way through the queue of a run: which test comes next, and where labels go.
package struct ReviewPass {
    private let store: any VerdictStore
    private let run: String
    private let annotator: String
    private let now: @Sendable () -> Double
    private var queue: ReviewQueue
    private var mine: [Int: HumanLabel] = [:]
    private var seen: Set<Int> = []

    /// At the queue's start, with the labels that the person has given before.
    ///
    /// - Parameter now: seconds since 1970
    /// - Throws: ``StoreError``.
    package init(
        _ queue: ReviewQueue, store: any VerdictStore, run: String, annotator: String,
        now: @escaping @Sendable () -> Double
    ) async throws {
        self.queue = queue
        self.store = store
        self.run = run
        self.annotator = annotator
        self.now = now
        for label in try await store.labels(in: run) where label.annotator == annotator {
            let wasControl = mine[label.ordinal]?.isControl ?? false
            mine[label.ordinal] = HumanLabel(
                ordinal: label.ordinal, annotator: annotator, label: label.label,
                isControl: label.isControl || wasControl, time: label.time)
        }
    }

    /// The next test that the person has neither labelled nor seen in this pass; nil when the queue is empty.
    ///
    /// - Throws: ``StoreError``.
    package mutating func next() async throws -> ReviewQueue.Item? {
        while let item = queue.next() {
            if let known = mine[item.ordinal] {
                // Drawn at random after it was labelled as doubtful: the control sample must have it too.
                if item.isControl, !known.isControl { try await add(known.label, to: item) }
                continue
            }
            if seen.insert(item.ordinal).inserted { return item }
        }
        return nil
    }

    /// Stores a label; it is durable when this returns.
    ///
    /// - Throws: ``StoreError``.
    package mutating func add(_ label: Verdict.Label, to item: ReviewQueue.Item) async throws {
        let label = HumanLabel(
            ordinal: item.ordinal, annotator: annotator, label: label, isControl: item.isControl, time: now())
        try await store.add(label, in: run)
        mine[item.ordinal] = label
    }
}

extension ReviewQueue {
    /// The queue of a run as its verdicts stand now.
    ///
    /// - Throws: ``StoreError``.
    package init(_ store: any VerdictStore, run: RunRecord, controlShare: Double, seed: UInt64?) async throws {
        self.init(
            try await store.verdicts(in: run.id).all(), controlShare: controlShare, seed: seed ?? run.request.seed)
    }
}
