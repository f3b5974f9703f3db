import Records
import Storage

/// The findings that a night tests again.
package enum OpenFindings {
    /// Those that a night and the nights before it left open: found, and not seen to be fixed since. The one whose last test
    /// is longest ago comes first, so that each has its turn when there are more than a night tests again.
    ///
    /// - Throws: ``StoreError``.
    package static func of(_ night: String, in store: any Store) async throws -> [(run: String, ordinal: Int)] {
        // Runs that retention has deleted are not tested again.
        let runs = Set(try await store.runs().map(\.id))
        var last: [FindingKey: (outcome: RetestOutcome, night: Int)] = [:]
        var open: [(key: FindingKey, night: Int)] = []
        for (number, night) in try await chain(endingIn: night, in: store).enumerated() {
            for (run, ordinal, outcome) in try await store.outcomes(of: night) {
                let key = FindingKey(run: run, ordinal: ordinal)
                if last[key] == nil { last[key] = (outcome, number) }
            }
            guard runs.contains(night) else { continue }
            for ordinal in try await store.findings(in: night) {
                let key = FindingKey(run: night, ordinal: ordinal)
                if last[key]?.outcome != .fixed { open.append((key, last[key]?.night ?? number)) }
            }
        }
        return open.sorted {
            ($1.night, $0.key.run, $0.key.ordinal) < ($0.night, $1.key.run, $1.key.ordinal)
        }.map { (run: $0.key.run, ordinal: $0.key.ordinal) }
    }

    /// A night and those before it, newest first.
    private static func chain(endingIn night: String, in store: any Store) async throws -> [String] {
        let before = Dictionary(try await store.nights().map { ($0.run, $0.lastRun) }) { first, _ in first }
        var chain: [String] = []
        var next: String? = night
        while let night = next, !chain.contains(night) {
            chain.append(night)
            next = before[night] ?? nil
        }
        return chain
    }
}
