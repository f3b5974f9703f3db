import Records

/// Keeps the control responses of oracles, and how they were labelled night by night.
package protocol ControlStore: Sendable {
    /// The control responses of an oracle, by number from 0; empty before any were chosen.
    func controls(of oracle: String) async throws -> [ControlResponse]
    /// Keeps the control responses of an oracle, all or none; those that are there already stay.
    func add(_ controls: [ControlResponse], of oracle: String) async throws
    /// Records a label; durable when it returns. One that is there already stays.
    func record(_ label: Verdict.Label, onControl number: Int, of oracle: String, in night: String) async throws
    /// The labels of a night, by the response's number.
    func controlLabels(of oracle: String, in night: String) async throws -> [Int: Verdict.Label]
    /// Records what came of a night. What is there already stays.
    func record(_ check: ControlCheck) async throws
    /// What came of each night, oldest first.
    func controlChecks(of oracle: String) async throws -> [ControlCheck]
}

extension ControlStore {
    /// The night since which an oracle labels as it does now; nil when it is not known to have changed.
    ///
    /// - Throws: ``StoreError``.
    package func judgeEpoch(of oracle: String) async throws -> String? {
        try await controlChecks(of: oracle).last(where: \.hasMoved)?.night
    }
}
