import ChatModels
import Foundation
import Foundations
import HTTPTransport
import Images
import Pipeline
import Records
import SafetyGrid
import Storage

/// What a worker is asked to do.
package struct WorkerRequest: Sendable {
    /// The run; nil for whichever has tests that wait.
    package var run: String?
    /// Calls to the target at once at most; nil for as many as the run says.
    package var connections: Int?
    /// Address of the target, where it is another than the run's.
    package var targetBaseURL: String?
    /// Whether it ends when the run is over.
    package var isUntilDone: Bool
    /// Whether it plans a run whose planner died.
    package var takesOver: Bool
    /// Seconds of silence after which a planner whose lock is free counts as dead.
    package var mostSilence = 20.0

    package init(
        run: String?, connections: Int? = nil, targetBaseURL: String? = nil, isUntilDone: Bool = false,
        takesOver: Bool = false
    ) {
        self.run = run
        self.connections = connections
        self.targetBaseURL = targetBaseURL
        self.isUntilDone = isUntilDone
        self.takesOver = takesOver
    }
}

/// Executes and judges tests that other processes planned, over a store that they share.
package struct WorkerSession {
    private let request: WorkerRequest
    private let url: String
    private let places: Places
    private let applications: [String: HTTPApplication]
    private let isVerbose: Bool
    private let attendant: any Attendant

    /// How long it waits for a run that has tests.
    private static let glance = Duration.seconds(1)

    /// A worker.
    ///
    /// - Parameters:
    ///   - applications: what `http/<name>` may name
    ///   - isVerbose: whether every call to a model is a notice
    ///   - attendant: may stop it
    /// - Throws: ``UsageError`` for a store that is a file; ``ChatError`` for an address that can't be one of a model.
    package init(
        _ request: WorkerRequest, places: Places, applications: [String: HTTPApplication], isVerbose: Bool,
        attendant: any Attendant
    ) throws {
        guard let url = places.database else {
            throw UsageError("a worker needs the store that the machines share: --store postgresql://…")
        }
        if let address = request.targetBaseURL {
            try ModelReference.check(
                address: address, of: "--target-base-url", environment: ProcessInfo.processInfo.environment)
        }
        self.request = request
        self.url = url
        self.places = places
        self.applications = applications
        self.isVerbose = isVerbose
        self.attendant = attendant
    }

    /// Asks the live workers of the run, or of all runs, to finish what they have begun and to end.
    ///
    /// - Returns: how many were asked
    /// - Throws: ``StoreError``.
    package func drain() async throws -> Int {
        try await StorePlace.openForWork(url, connections: 1).drain(run: request.run)
    }

    /// Works until it is stopped or drained or, if so asked, until the run is over.
    ///
    /// - Throws: ``StoreError``; ``UsageError`` for a run that it can't work on; the error that keeps every test from being done.
    package func work() async throws {
        let store = try await StorePlace.openForWork(url)
        if let run = request.run { _ = try await store.run(run) }
        let stop = StopSignal()
        try await attendant.attend(.nothing, stop: stop) {
            var refused: Set<String> = []
            let finished = try await finishedRuns(store)
            var worked: Set<String> = []
            var orphanGlances = 0
            let bell = Bell()
            var subscription: WorkSubscription?
            while !stop.isRaised {
                if let run = try await next(in: store, without: refused) {
                    subscription = nil
                    worked.insert(run.id)
                    try await ForgottenNights.removeFolders(in: places.output, store: store)
                    let goesOn = try await work(on: run, stop, &refused)
                    try await sweepImages(of: run, store)
                    guard goesOn else { return }
                } else if request.isUntilDone, let cap = try await cap(in: store, worked) {
                    throw BudgetExhausted(cap)
                } else if request.isUntilDone, try await isOver(store, worked, before: finished) {
                    return
                } else if request.takesOver, let run = try await orphan(in: store, without: refused) {
                    // After the database was away, a planner that lives is heard of again at once.
                    orphanGlances += 1
                    if orphanGlances > 3 {
                        orphanGlances = 0
                        if try await isFit(for: run, store, &refused) {
                            worked.insert(run.id)
                            try await takeOver(run)
                        }
                    }
                    try? await Task.sleep(for: Self.glance)
                } else if subscription == nil {
                    // What came before it listened is looked for once more.
                    subscription = try await store.listen(for: [.tests, .orders]) { _ in Task { await bell.ring() } }
                } else {
                    orphanGlances = 0
                    await bell.wait(atMost: Self.glance)
                }
            }
        }
    }

    /// The newest run that has tests that wait.
    private func next(in store: any SharedStore, without refused: Set<String>) async throws -> RunRecord? {
        for id in try await unfinished(store) where !refused.contains(id) {
            if try await store.hasWork(in: id) { return try await store.run(id) }
        }
        return nil
    }

    /// The runs that are not over, newest first; only the one that is asked for.
    private func unfinished(_ store: any SharedStore) async throws -> [String] {
        try await store.states().filter { $0.state == .unfinished && (request.run ?? $0.id) == $0.id }.map(\.id)
    }

    /// The runs that are over.
    private func finishedRuns(_ store: any SharedStore) async throws -> Set<String> {
        Set(try await store.states().filter { $0.state == .finished }.map(\.id))
    }

    /// Whether the run is over; without a certain one, whether none is under way, and one is over that was not before:
    /// others may have done all of its tests. A run whose planner died is not over for who has worked on it.
    ///
    /// - Parameter before: the runs that were over when this process came
    private func isOver(_ store: any SharedStore, _ worked: Set<String>, before: Set<String>) async throws -> Bool {
        let left = try await unfinished(store)
        if request.run != nil { return left.isEmpty }
        if worked.isEmpty, try await finishedRuns(store).subtracting(before).isEmpty { return false }
        for id in left {
            let workers = try await store.workers(of: id)
            let isOrphaned = worked.contains(id) && workers.first(where: \.isPlanner)?.isGone == false
            if isOrphaned || workers.contains(where: \.isLive) { return false }
        }
        return true
    }

    /// The cap that stopped the run that this worker waits for.
    private func cap(in store: any SharedStore, _ worked: Set<String>) async throws -> CapReached? {
        for id in try await unfinished(store) where request.run == id || worked.contains(id) {
            if let cap = try await store.cap(in: id) { return cap }
        }
        return nil
    }

    /// Works on a run. Returns false when it was asked to drain.
    private func work(
        on run: RunRecord, _ stop: StopSignal, _ refused: inout Set<String>
    ) async throws -> Bool {
        // Under a name of its own: what a worker has spent adds up by names.
        let store = try await StorePlace.openForWork(url)
        let own = asked(run)
        let share = HostShare(MachineLimits(store.limits(of: run.id)))
        let stages: RunStages
        do {
            try await checkSeeds(of: run, store)
            stages = try StageAssembly(
                run: own, places: places, applications: applications, store: store, isVerbose: isVerbose,
                patience: own.request.patience, log: { attendant.hear(.progress($0)) }, share: share
            ).workerStages()
        } catch let error where !(error is StoreError) {
            try leave(run, error, &refused)
            return true
        }
        attendant.hear(
            .progress("worker on run \(run.id): up to \(own.request.connection.maxConnections) calls at once"))
        let local = StopSignal()
        let pulse = RunPulse(
            store, own, stages, stop: local, share: share,
            heartbeat: Heartbeat(isPlanner: false, connections: own.request.connection.maxConnections))
        let engine = WorkerEngine(store: store, run: own, stages: stages, pulse: pulse, stop: local)
        do {
            let end = try await stop.watched(onRaise: { Task { await local.raise() } }) { try await engine.execute() }
            return end != .stopped
        } catch let cap as BudgetExhausted where !request.isUntilDone {
            attendant.hear(.warning("\(cap)"))
            return true
        }
    }

    /// Removes images of a run that is over to which nothing refers, such as those of findings that were asked again. Whoever of
    /// those that share a folder leaves it last does it for all.
    private func sweepImages(of run: RunRecord, _ store: any SharedStore) async throws {
        let shelf = ImageShelf.of(run: run.id, in: places.output)
        guard shelf.exists, try await store.states().contains(where: { $0.id == run.id && $0.state == .finished })
        else { return }
        try shelf.sweep(keeping: try await RunImages.kept(of: run.id, in: store))
    }

    /// The run as this process asks its target.
    private func asked(_ run: RunRecord) -> RunRecord {
        var run = run
        if let address = request.targetBaseURL { run.request.target.baseURL = address }
        if let connections = request.connections { run.request.connection.maxConnections = connections }
        return run
    }

    /// Whether this process may plan a run further; says why when not.
    ///
    /// - Throws: ``StoreError``; ``UsageError`` where that run alone was asked for.
    private func isFit(for run: RunRecord, _ store: any SharedStore, _ refused: inout Set<String>) async throws -> Bool
    {
        do {
            try await checkSeeds(of: run, store)
            return true
        } catch let error where !(error is StoreError) {
            try leave(run, error, &refused)
            return false
        }
    }

    /// Leaves a run alone for good, and says why.
    ///
    /// - Throws: ``UsageError`` where that run alone was asked for.
    private func leave(_ run: RunRecord, _ error: any Error, _ refused: inout Set<String>) throws {
        let text = "the tests of run \(run.id) are left alone: \(error)"
        guard request.run == nil else { throw UsageError(text) }
        attendant.hear(.warning(text))
        refused.insert(run.id)
    }

    /// Throws unless the seeds and the classifier are those of the run.
    private func checkSeeds(of run: RunRecord, _ store: any SharedStore) async throws {
        let seeds = try SeedDigest.text(of: places)
        guard try await store.seeds(of: run.id) ?? seeds == seeds else {
            throw UsageError(
                "its seeds are others than those in \(try places.seedFolder().path); give --seeds the folder of the "
                    + "program that plans the run")
        }
        let weights = try OracleAssembly(request: run.request, places: places, seeds: try places.seedFolder())
            .fingerprint()
        guard run.basis.classifierWeights == weights else {
            throw UsageError("its oracle has another classifier than this machine; install the same weights")
        }
    }

    /// A run whose planner has died: it fell silent without a word, and its lock is free.
    private func orphan(in store: any SharedStore, without refused: Set<String>) async throws -> RunRecord? {
        for id in try await unfinished(store) where !refused.contains(id) {
            guard let planner = try await store.workers(of: id).first(where: \.isPlanner), !planner.isGone,
                planner.silence > request.mostSilence, try await !store.hasPlanner(id)
            else { continue }
            return try await store.run(id)
        }
        return nil
    }

    /// Plans a run further, and works on it.
    private func takeOver(_ run: RunRecord) async throws {
        let (store, pages) = try await places.store.openWithPages(create: false)
        let session = try RunSession(
            asked(run), store: store, pages: pages, places: places, applications: applications, isVerbose: isVerbose,
            isVerifying: false, attendant: attendant)
        attendant.hear(.progress("run \(run.id) has lost the process that planned it: this one goes on"))
        do {
            if try await session.work() != .interrupted { _ = try await session.export() }
        } catch StoreError.runBusy {
            // Another was faster.
        }
    }
}
