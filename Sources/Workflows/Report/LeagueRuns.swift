import Records
import Storage

/// Finds the runs of a league in a store.
package enum LeagueRuns {
    /// The runs of the league that a run is a part of, in order of their places.
    ///
    /// - Throws: ``UsageError`` for a run of one target.
    package static func of(_ run: RunRecord, in store: any RunStore) async throws -> [RunRecord] {
        guard let league = run.request.league else {
            throw UsageError(
                "the run \(run.id) has one target and no league; give 'sextant run' several: --target A --target B")
        }
        return try await store.runs().filter { $0.request.league?.id == league.id }
            .sorted { ($0.request.league?.place ?? 0) < ($1.request.league?.place ?? 0) }
    }

    /// The runs of the newest league.
    ///
    /// - Throws: ``UsageError`` without one.
    package static func newest(in store: any RunStore) async throws -> [RunRecord] {
        guard let run = try await store.runs().first(where: { $0.request.league != nil }) else {
            throw UsageError("no league in the store; begin one: sextant run --target A --target B")
        }
        return try await of(run, in: store)
    }
}
