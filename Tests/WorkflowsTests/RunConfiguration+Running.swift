import Analysis
import Pipeline
import Records
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Workflows

extension RunConfiguration {
    /// A configuration whose files stand in a folder of the test's own.
    init(
        _ request: RunRequest, in scratch: Scratch, axes: [(dimension: DimensionID, taxonomy: String)] = [],
        selection: [DimensionID: [String]] = [:], isFloorGiven: Bool = true, itemReference: String? = nil,
        profile: ApplicationProfile? = nil
    ) {
        self.init(
            request: request, axes: axes, selection: selection,
            places: Places(
                seeds: ProjectSeeds.path, output: scratch.path, coverage: "\(scratch.path)/Coverage", reference: nil),
            priorRuns: 7, isGiven: (budget: true, floor: isFloorGiven), webhook: nil, applications: [:],
            itemReference: itemReference, profile: profile)
    }
}

/// What came of a configuration that is run to its end, and whose files are written.
func finishedRun(_ configuration: RunConfiguration) async throws -> RunAnalysis {
    let preparation = try RunPreparation(
        configuration, items: try await configuration.items(), configs: try await configuration.configs())
    let store = try SQLiteStore.openForWriting(configuration.places.store.pages)
    let run = try #require(try await preparation.run(in: store, notice: { _ in }))
    let session = try RunSession(
        run, store: store, pages: store, places: configuration.places, applications: [:], isVerbose: false,
        isVerifying: false, attendant: StubAttendant())
    try await store.create(run)
    try await preparation.recordEarlyCalls(of: run, in: store)
    #expect(try await session.work() == .finished)
    return try await session.export().analysis
}
