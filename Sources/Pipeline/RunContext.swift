import Records
import RunStore

/// The parts that all steps of a run share.
struct RunContext: Sendable {
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

    /// Records a step of the run; durable when it returns.
    ///
    /// - Throws: ``StoreError``.
    func record(_ step: Step) async throws {
        try await store.record([step], in: run.id)
    }

    /// Raises the stop signal once a cap is reached.
    func stopWhenExhausted() async {
        await stages.spending.stopWhenExhausted(stop)
    }
}
