import Records

/// Keeps nights, the tries of their open findings, and the audit trail.
package protocol NightStore: Sendable {
    /// Adds a run with its night, both or none.
    func begin(_ night: NightRecord, with run: RunRecord) async throws
    /// All nights, newest first; those whose run was forgotten are among them.
    func nights() async throws -> [NightRecord]
    /// Sets how far a night has come, and whether its gate was passed.
    func update(_ night: NightRecord) async throws
    /// Records a try; durable when it returns. One that is there already stays.
    func record(_ retest: Retest, in night: String) async throws
    /// The tries of a night, by run, ordinal and attempt.
    func retests(of night: String) async throws -> [Retest]

    /// Adds an entry to the audit trail, which is never changed and never shortened.
    func record(_ entry: AuditEntry) async throws
    /// The audit trail, newest first.
    func auditTrail() async throws -> [AuditEntry]
}
