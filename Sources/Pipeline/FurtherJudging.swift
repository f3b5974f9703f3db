import ChatModels
import Foundations
import Oracles
import Records
import RunStore

/// Lets a further oracle judge the stored responses of a run; the target is not asked again.
///
/// Responses that the oracle has judged already are skipped, so that the same call continues after an earlier one
/// stopped. A response that could not be judged stays without a verdict of this oracle, and is tried again the next
/// time.
///
/// ```swift
/// let judging = FurtherJudging(store: store, run: run, oracle: oracle, progress: progress, stop: stop)
/// let result = try await judging.execute()
/// ```
package struct FurtherJudging: Sendable {
    /// The outcome of a pass.
    package struct Result: Sendable, Equatable {
        /// Responses judged by this call.
        package var judged = 0
        /// Reasons why responses could not be judged, each with its count.
        package var failures: [String: Int] = [:]
        /// Whether it was asked to stop before the end.
        package var isInterrupted = false
    }

    private let store: any TestStore & VerdictStore
    private let run: RunRecord
    private let oracle: any Oracle
    private let progress: RunProgress
    private let stop: StopSignal
    private let watch = FaultWatch()
    private let clock = ContinuousClock()

    /// A pass over a run.
    ///
    /// - Parameters:
    ///   - store: where responses are and verdicts go
    ///   - run: the run
    ///   - oracle: the oracle; it judges as many responses at a time as it allows
    ///   - progress: counts for an observer
    ///   - stop: asks for an early end
    package init(
        store: any TestStore & VerdictStore, run: RunRecord, oracle: any Oracle, progress: RunProgress, stop: StopSignal
    ) {
        self.store = store
        self.run = run
        self.oracle = oracle
        self.progress = progress
        self.stop = stop
    }

    /// Judges the responses that the oracle has not judged.
    ///
    /// - Throws: the oracle's error when it can't be used at all; the store's errors.
    package func execute() async throws -> Result {
        let ordinals = try await store.unjudged(by: oracle.name, in: run.id)
        progress.start(budget: ordinals.count)
        var result = Result()
        var rest = ordinals[...]
        try await concurrently(limit: oracle.concurrency) {
            stop.isRaised ? nil : rest.popFirst()
        } _: { ordinal in
            try await judge(ordinal)
        } take: { outcome in
            switch outcome {
            case .judged: result.judged += 1
            case .failed(let reason): result.failures[reason, default: 0] += 1
            }
        }
        result.isInterrupted = !rest.isEmpty
        return result
    }

    private enum Outcome: Sendable {
        case judged
        case failed(String)
    }

    private func judge(_ ordinal: Int) async throws -> Outcome {
        let record = try await store.test(ordinal, in: run.id)
        guard let exchange = Exchange(record, of: run) else { return .failed("no response") }
        let start = clock.now
        do {
            let verdict = try await watch.attempt { try await oracle.verdict(on: exchange) }
            try await store.record(
                verdict, on: ordinal, milliseconds: start.duration(to: clock.now).milliseconds, in: run.id)
            progress.judged(verdict)
            return .judged
        } catch let error as ChatError where !error.isFatal {
            progress.failed()
            return .failed("\(error)")
        }
    }
}
