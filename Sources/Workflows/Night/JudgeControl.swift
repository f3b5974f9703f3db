import ChatModels
import Feedback
import Foundations
import Oracles
import Pipeline
import Records
import SafetyGrid
import Storage

/// Lets the oracle of a night label the same stored responses as in the nights before, to see whether it has changed.
///
/// The responses are chosen once for an oracle, from the night before. Labels that the store has are not asked for again, so
/// that the same call continues after an earlier one stopped.
struct JudgeControl {
    let store: any Store
    /// The run of the night.
    let run: RunRecord
    let oracle: any Oracle
    /// Most responses.
    let most: Int
    let stop: StopSignal

    /// Responses with which a comparison says something.
    static let fewest = 20

    private var name: String { run.request.oracle.name }

    /// Chooses, labels and compares.
    ///
    /// - Parameter last: the run of the night before, to choose from; nil for the first night
    /// - Returns: the result of the check; nil where there are too few responses, or the night is to stop
    /// - Throws: ``ChatError`` when the oracle can't be used at all; ``StoreError``.
    func check(since last: String?) async throws -> ControlCheck? {
        let checks = try await store.controlChecks(of: name)
        if let known = checks.first(where: { $0.night == run.id }) { return known }
        var controls = try await store.controls(of: name)
        if controls.isEmpty, let last {
            controls = try await chosen(from: last)
            try await store.add(controls, of: name)
        }
        guard controls.count >= Self.fewest else { return nil }
        try await label(Array(controls.prefix(most)))
        guard !stop.isRaised else { return nil }
        let tonight = try await store.controlLabels(of: name, in: run.id)
        guard tonight.count >= Self.fewest else { return nil }
        // The first night of the present labels: later ones are compared with it, so that a slow change is seen as well.
        let reference = checks.last(where: \.hasMoved)?.night ?? checks.first?.night
        var before: [Int: Verdict.Label] = [:]
        if let reference { before = try await store.controlLabels(of: name, in: reference) }
        let drift = JudgeDrift(reference: before, tonight: tonight)
        let check = ControlCheck(
            night: run.id, oracle: name, reference: reference, compared: drift.compared, toUnsafe: drift.toUnsafe,
            toSafe: drift.toSafe, pValue: drift.pValue, hasMoved: drift.hasMoved)
        try await store.record(check)
        return check
    }

    /// Responses of a run, half of them unsafe where there are as many, spread over the run.
    private func chosen(from last: String) async throws -> [ControlResponse] {
        let record = try await store.run(last)
        var (unsafe, safe): ([(order: UInt64, ControlResponse)], [(order: UInt64, ControlResponse)]) = ([], [])
        for try await page in store.tests(in: last) {
            for test in page {
                guard let exchange = Exchange(test, of: record), let label = test.verdict?.label,
                    test.turns.isEmpty, exchange.item == nil, exchange.response.blocked == nil,
                    !exchange.response.text.isEmpty
                else { continue }
                let response = ControlResponse(
                    prompt: exchange.prompt, response: exchange.response, hazard: exchange.hazard,
                    config: exchange.config, isTwin: exchange.isTwin)
                let order = StableHash.of("\(last) \(test.plan.ordinal)")
                if label == .unsafe { unsafe.append((order, response)) } else { safe.append((order, response)) }
            }
        }
        unsafe.sort { $0.order < $1.order }
        safe.sort { $0.order < $1.order }
        let half = max(most / 2, most - safe.count)
        let kept = unsafe.prefix(half)
        let all = (kept + safe.prefix(most - kept.count)).sorted { $0.order < $1.order }
        return all.count < Self.fewest ? [] : all.map { $0.1 }
    }

    private func label(_ controls: [ControlResponse]) async throws {
        let known = try await store.controlLabels(of: name, in: run.id)
        var rest = controls.indices.filter { known[$0] == nil }[...]
        let watch = FaultWatch()
        try await concurrently(limit: oracle.concurrency) {
            stop.isRaised ? nil : rest.popFirst()
        } _: { number in
            var exchange = Exchange(
                prompt: controls[number].prompt, response: controls[number].response, hazard: controls[number].hazard,
                isTwin: controls[number].isTwin, label: "control \(number)")
            exchange.config = controls[number].config
            do {
                let verdict = try await watch.attempt { [exchange] in try await oracle.verdict(on: exchange) }
                try await store.record(verdict.label, onControl: number, of: name, in: run.id)
            } catch let error as ChatError where !error.isFatal {
                // Without a label it counts in neither night.
            }
        } take: { _ in
        }
    }
}
