import Execution
import Images
import Records
import Storage

/// The parts that all steps of a run share.
final class RunContext: Sendable {
    /// Where every step is recorded.
    let store: any Store
    /// The run.
    let run: RunRecord
    /// The parts that plan, write, ask and label.
    let stages: RunStages
    /// Counts for an observer.
    let progress: RunProgress
    /// Asks for an early end.
    let stop: StopSignal
    /// The verdicts of each round.
    let book: RoundBook
    /// Whether another process may take a test over when this one has been silent for too long.
    let isShared: Bool
    /// Whether a test is still this process's, as the store says; nil where no lease runs out.
    let holds: (@Sendable (Int) async throws -> Bool)?
    /// Place of the run's target among those of its league, from 0.
    let target: Int

    init(
        store: any Store, run: RunRecord, stages: RunStages, progress: RunProgress, stop: StopSignal, book: RoundBook,
        isShared: Bool = false, target: Int = 0, holds: (@Sendable (Int) async throws -> Bool)? = nil
    ) {
        self.store = store
        self.run = run
        self.stages = stages
        self.progress = progress
        self.stop = stop
        self.book = book
        self.isShared = isShared
        self.target = target
        self.holds = holds
    }

    /// Tells the book that this target leaves tests undone.
    func abandon() async { await book.abandon(target) }

    /// Records a step of the run; durable when it returns.
    ///
    /// - Throws: ``StoreError``.
    func record(_ step: Step) async throws {
        try await store.record([step], in: run.id)
        stages.shelf?.refer(to: step.images)
    }

    /// A test as the log and the target know it.
    func label(of ordinal: Int) -> String { Self.labelled + "\(ordinal)" }

    private static let labelled = "test "

    /// Records the calls that agents from outside made when nobody waited for a reply of theirs.
    ///
    /// - Throws: ``StoreError``.
    func recordLateCalls() async throws {
        guard let outside = stages.conversations?.outside else { return }
        let steps = await outside.takeLateCalls().sorted { $0.key < $1.key }.compactMap { label, calls in
            Int(label.dropFirst(Self.labelled.count)).map { Step.calledLate(ordinal: $0, calls: calls) }
        }
        if !steps.isEmpty { try await store.record(steps, in: run.id) }
    }

    /// Raises the stop signal once a cap is reached.
    func stopWhenExhausted() async {
        await stages.spending.stopWhenExhausted(stop)
    }
}
