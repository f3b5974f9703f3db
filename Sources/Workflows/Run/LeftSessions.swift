import Records
import Storage

/// The sessions that a process left open at an application when it was killed.
enum LeftSessions {
    /// Says how many sessions of a run nobody will end, once.
    ///
    /// - Throws: ``StoreError``.
    static func tell(of run: RunRecord, in store: any Store, to notice: NoticeSink) async throws {
        let count = try await store.takeOpenSessions(of: run.id)
        guard count > 0 else { return }
        notice(
            .warning(
                "\(run.shownName): up to \(count) sessions were left open by a process that was killed; nobody can end them, "
                    + "because tokens are never stored, and they last until the application's own time limit"))
    }
}
