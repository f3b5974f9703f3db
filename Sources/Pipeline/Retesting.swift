import ChatModels
import Execution
import Foundations
import Oracles
import Records
import SafetyGrid
import Storage

/// Sends the prompts of earlier findings to the target again: is a finding fixed, still there, or flaky?
///
/// Tries that the store has are not repeated, so that the same call continues after an earlier one stopped. The cost of
/// a try counts toward the caps of the night's run.
package struct Retesting: Sendable {
    private let store: any Store
    private let night: RunRecord
    private let stages: RunStages
    private let stop: StopSignal
    private let attempts: Int
    private let watch = FaultWatch()

    /// A pass.
    ///
    /// - Parameters:
    ///   - store: where findings are and tries go
    ///   - night: the run of the night
    ///   - stages: the models that ask and label; with a cache of replies every try would repeat the first
    ///   - stop: asks for an early end
    ///   - attempts: tries of each finding, 1 or more
    package init(store: any Store, night: RunRecord, stages: RunStages, stop: StopSignal, attempts: Int) {
        self.store = store
        self.night = night
        self.stages = stages
        self.stop = stop
        self.attempts = attempts
    }

    /// Makes the tries that are left.
    ///
    /// - Returns: whether it was not asked to stop, and no cap was reached, before the end
    /// - Throws: ``ChatError`` when the target or the oracle can't be used at all; ``StoreError``.
    package func execute(_ findings: [(run: String, ordinal: Int)]) async throws -> Bool {
        try await stages.spending.begin(night, records: [], store: store)
        let done = Set(
            try await store.retests(of: night.id).map { Try(run: $0.run, ordinal: $0.ordinal, attempt: $0.attempt) })
        let runs = Dictionary(try await store.runs().map { ($0.id, $0) }) { first, _ in first }
        let tries = findings.flatMap { finding in
            (0..<attempts).map { Try(run: finding.run, ordinal: finding.ordinal, attempt: $0) }
        }
        var rest = tries.filter { !done.contains($0) }[...]
        try await stages.serving {
            try await stop.watched(onRaise: stages.onStop) { try await make(&rest, by: runs) }
        }
        return rest.isEmpty
    }

    private func make(_ rest: inout ArraySlice<Try>, by runs: [String: RunRecord]) async throws {
        try await concurrently(limit: night.request.connection.maxConnections) {
            while let next = rest.first, !stop.isRaised, await stages.spending.exhausted == nil {
                rest = rest.dropFirst()
                if let run = runs[next.run] { return (next, run) }
            }
            return nil
        } _: { (next: Try, run: RunRecord) in
            try await test(next, of: run)
        } take: { _ in
        }
    }

    private struct Try: Hashable, Sendable {
        let run: String
        let ordinal: Int
        let attempt: Int
    }

    private func test(_ next: Try, of run: RunRecord) async throws {
        do {
            try await watch.attempt { try await attempt(next, of: run) }
        } catch is UserSideFault {
            // The user's side failed before the target responded: this try says nothing, as one whose call failed.
        } catch let error as ChatError where !error.isFatal {
            // A try without a response says nothing; the others of the finding do.
        }
    }

    private func attempt(_ next: Try, of run: RunRecord) async throws {
        let record = try await store.test(next.ordinal, in: next.run)
        guard let testCase = record.testCase else { return }
        let label = "retest \(next.run) \(next.ordinal)"
        let result = try await stages.response(to: testCase, on: run.grid, label: label) { call in
            guard !stop.isRaised else { return nil }
            let reply = try await call()
            try await stages.count(reply, of: night, label: label)
            return reply
        } judge: { exchange in
            try await stages.oracle.verdict(on: exchange)
        } keep: { _, _ in
        }
        guard let result else { return }
        let verdict = try await stages.oracle.verdict(
            on: Exchange(testCase, result.response, result.turns, on: run.grid, label: label))
        try await store.record(
            Retest(
                run: next.run, ordinal: next.ordinal, attempt: next.attempt, response: result.response.text,
                verdict: verdict), in: night.id)
    }
}
