import Oracles
import Records
import Storage

/// Learns the weights of a jury from its oracles' verdicts on a run.
package struct JuryLearning {
    private let oracles: [String]
    private let rows: [Int: [Verdict.Label]]
    private let labels: [HumanLabel]

    /// Reads the verdicts of all oracles, where every one of them has judged.
    ///
    /// - Throws: ``StoreError``; ``UsageError`` when an oracle has not judged the run.
    package init(_ store: any VerdictStore, run: RunRecord, oracles: [String]) async throws {
        var found: [Int: [Verdict.Label]] = [:]
        var known: Set<String> = []
        for try await page in store.verdicts(in: run.id) {
            for verdicts in page {
                known.formUnion(verdicts.all.map(\.oracle))
                let row = oracles.compactMap { name in verdicts.all.first { $0.oracle == name }?.label }
                if row.count == oracles.count, !verdicts.isBlocked { found[verdicts.ordinal] = row }
            }
        }
        if let missing = oracles.first(where: { !known.contains($0) }) {
            throw UsageError("'\(missing)' has not judged the run \(run.id); let it, with 'sextant judge'")
        }
        self.oracles = oracles
        rows = found
        labels = try await store.labels(in: run.id)
    }

    /// The weights.
    ///
    /// - Throws: ``LabelError/noLabels(need:)`` when there is nothing to learn from.
    package func weights(by method: JuryWeights.Method, jury: String, time: Double) throws -> JuryWeights {
        let (values, count) = try method == .hedge ? hedged() : estimated()
        return JuryWeights(
            jury: jury, weights: Dictionary(uniqueKeysWithValues: zip(oracles, values)), method: method, count: count,
            time: time)
    }

    /// A wrong verdict costs 1, `unknown` a half.
    private func hedged() throws -> ([Double], Int) {
        let told = labels.filter { $0.label != .unknown && rows[$0.ordinal] != nil }
        guard !told.isEmpty else {
            throw LabelError.noLabels(need: "hedge learns from labels of the run; take some with 'sextant review'")
        }
        var hedge = Hedge(experts: oracles.count, rounds: told.count)
        for label in told {
            hedge.add(rows[label.ordinal, default: []].map { $0 == .unknown ? 0.5 : $0 == label.label ? 0 : 1 })
        }
        return (hedge.weights, told.count)
    }

    private func estimated() throws -> ([Double], Int) {
        let votes = rows.sorted { $0.key < $1.key }.map { row in
            row.value.map { $0 == .unknown ? nil : $0 == .unsafe }
        }
        guard let model = DawidSkene(votes) else {
            throw LabelError.noLabels(need: "dawid-skene needs three oracles, and responses that two of them label")
        }
        return (model.weights, votes.count)
    }
}
