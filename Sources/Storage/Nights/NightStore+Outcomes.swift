import Records

extension NightStore {
    /// The outcome of each finding that a night tested again, those of the newest run first.
    ///
    /// - Throws: ``StoreError``.
    package func outcomes(of night: String) async throws -> [(run: String, ordinal: Int, outcome: RetestOutcome)] {
        Dictionary(grouping: try await retests(of: night)) { FindingKey(run: $0.run, ordinal: $0.ordinal) }
            .map { (run: $0.key.run, ordinal: $0.key.ordinal, outcome: RetestOutcome($0.value.map(\.verdict.label))) }
            .sorted { $0.run == $1.run ? $0.ordinal < $1.ordinal : $0.run > $1.run }
    }
}

/// Which finding: its run and its number there.
package struct FindingKey: Hashable, Sendable {
    /// Id of the run that found it.
    package let run: String
    /// Its ordinal there.
    package let ordinal: Int

    package init(run: String, ordinal: Int) {
        self.run = run
        self.ordinal = ordinal
    }
}
