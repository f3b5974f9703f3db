import Foundation
import Records
import SafetyGrid
import Storage

/// A night: news from the feeds, open findings again, the budget, files, retention. Its phase is written down before each
/// part, and each part can be done again, so that the next start finishes what a killed one began.
package struct NightSession {
    /// How a night ended.
    package enum Outcome: Sendable, Equatable {
        /// Done; whether the gate was passed, nil without one or when there was nothing to do.
        case done(passed: Bool?)
        /// Its attendant stopped it; it can be gone on with.
        case interrupted
    }

    private let configuration: RunConfiguration
    private let nightly: NightlyConfiguration
    private let pages: any PageStore & LinkStore & RobotsStore
    private let fetching: RetrieveRequest
    private let isVerbose: Bool
    private let attendant: any Attendant
    private let written: @Sendable (NightResult) -> Void
    private let store: any Store
    private let preparation: RunPreparation

    /// Seconds after which a night counts as over, even with work left.
    private static let longest = 12.0 * 3600

    /// A night to come.
    ///
    /// - Parameters:
    ///   - pages: where news is kept
    ///   - fetching: how it is fetched
    ///   - isVerbose: whether every call to a model is a notice
    ///   - attendant: sees progress, and may stop the night
    ///   - written: takes the result as soon as it is written
    /// - Throws: ``UsageError`` for a baseline on another grid; ``StoreError/noSuchRun(id:known:)`` for a baseline.
    package init(
        _ configuration: RunConfiguration, _ nightly: NightlyConfiguration, preparation: RunPreparation,
        store: any Store, pages: any PageStore & LinkStore & RobotsStore, fetching: RetrieveRequest, isVerbose: Bool,
        attendant: any Attendant,
        written: @escaping @Sendable (NightResult) -> Void
    ) async throws {
        self.configuration = configuration
        self.nightly = nightly
        self.pages = pages
        self.fetching = fetching
        self.isVerbose = isVerbose
        self.attendant = attendant
        self.written = written
        self.store = store
        self.preparation = preparation
        guard let baseline = nightly.baseline else { return }
        guard try await store.run(baseline).grid.id == preparation.grid.id else {
            throw UsageError("the baseline \(baseline) is on another grid and can't be compared")
        }
    }

    /// Finishes a night that was cut off, else does a whole one. One that was cut off half a day ago is closed with what it
    /// has, and a new one begins.
    ///
    /// - Throws: the error that stopped the night; it can be gone on with.
    package func execute() async throws -> Outcome {
        do {
            return .done(passed: try await night())
        } catch is Interrupted {
            return .interrupted
        }
    }

    /// Whether the gate of the last night was passed.
    private func night() async throws -> Bool? {
        var passed: Bool?
        if let open = try await unfinished() {
            let isOld = open.startedAt + Self.longest < Self.now
            attendant.hear(
                .progress("finishing the night \(open.run)" + (isOld ? ", which was cut off long ago" : "")))
            passed = try await finish(open, isOver: isOld)
            if isOld { passed = try await wholeNight() }
        } else {
            passed = try await wholeNight()
        }
        return passed
    }

    /// Whether the gate of a new night was passed; nil when there is nothing to do.
    private func wholeNight() async throws -> Bool? {
        guard let night = try await begin() else { return nil }
        return try await finish(night, isOver: false)
    }

    private static var now: Double { Date().timeIntervalSince1970 }

    private func unfinished() async throws -> NightRecord? {
        let runs = Dictionary(try await store.runs().map { ($0.id, $0) }) { first, _ in first }
        return try await store.nights().first { $0.phase != .done && runs[$0.run].map(isOfThisTarget) == true }
    }

    private func isOfThisTarget(_ run: RunRecord) -> Bool {
        run.request.target.isSame(as: configuration.request.target) && run.grid.id == preparation.grid.id
            && run.request.target.baseURL == configuration.request.target.baseURL
    }

    private func begin() async throws -> NightRecord? {
        guard var run = try await preparation.run(in: store, notice: attendant.hear) else { return nil }
        if run.request.gate == nil {
            // A night that nobody gave a gate tells at least when the target became worse.
            var gate = GateSettings()
            gate.regression = "any"
            run.request.gate = gate
        }
        // Names and keys are checked before the store has a night that could never start.
        _ = try session(run)
        let runs = Dictionary(try await store.runs().map { ($0.id, $0) }) { first, _ in first }
        let last = try await store.nights().first { $0.phase == .done && runs[$0.run].map(isOfThisTarget) == true }
        let night = NightRecord(
            run: run.id, startedAt: run.startedAt, deadline: nightly.deadline(after: run.startedAt), lastRun: last?.run)
        try await store.begin(night, with: run)
        try await preparation.recordEarlyCalls(of: run, in: store)
        return night
    }

    /// Does the phases that are left.
    ///
    /// - Returns: whether the gate was passed
    private func finish(_ open: NightRecord, isOver: Bool) async throws -> Bool? {
        var night = open
        let begun = try await store.run(night.run)
        let run = UsableCalibration.resumed(
            begun,
            fingerprint: try OracleAssembly(
                request: begun.request, places: configuration.places, seeds: try configuration.places.seedFolder()
            ).fingerprint(), notice: attendant.hear)
        if run != begun { try await store.update(settingsOf: run) }
        try await AuditTrail.add("nightly", run, to: store)
        var parts = NightParts(
            configuration: configuration, nightly: nightly, pages: pages, fetching: fetching, isVerbose: isVerbose,
            attendant: attendant, written: written, store: store, night: night, run: run)
        if night.phase == .refresh {
            if !isOver { try await parts.refresh() }
            try await advance(&night, to: .retest)
        }
        if night.phase == .retest {
            if !isOver {
                parts.run = try await parts.control()
                try await parts.retest()
            }
            try await advance(&night, to: .run)
        }
        let session = try session(parts.run)
        if night.phase == .run {
            try await parts.spend(session, isOver: isOver)
            try await advance(&night, to: .write)
        }
        if night.phase == .write {
            night.passed = try await parts.write(session)
            try await advance(&night, to: .rotate)
        }
        if night.phase == .rotate {
            try await parts.rotate()
            try await advance(&night, to: .done)
        }
        return night.passed
    }

    private func advance(_ night: inout NightRecord, to phase: NightPhase) async throws {
        night.phase = phase
        try await store.update(night)
    }

    private func session(_ run: RunRecord) throws -> RunSession {
        try RunSession(
            run, store: store, pages: pages, places: configuration.places, applications: configuration.applications,
            isVerbose: isVerbose, isVerifying: run.request.oracle.verify == true, webhook: configuration.webhook,
            attendant: attendant)
    }
}
