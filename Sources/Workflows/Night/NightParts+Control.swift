import Foundations
import Pipeline
import Records
import Reporting
import SafetyGrid
import Storage

extension NightParts {
    /// Lets the oracle label its control responses. Where its labels have moved, the run is held against no earlier one.
    ///
    /// - Returns: the run of the night
    /// - Throws: ``ChatError`` when the oracle can't be used; ``StoreError``; ``Interrupted``.
    func control() async throws -> RunRecord {
        let oracle = run.request.oracle
        guard nightly.controls > 0, oracle.mayDrift, !run.request.isDecidedByRules,
            run.grid.position(of: .scenario) == nil, !isTimeOver
        else { return run }
        var uncached = run
        uncached.request.connection.cache = nil
        let stop = StopSignal()
        let spending = Spending(request: uncached.request)
        let control = JudgeControl(
            store: store, run: run,
            oracle: try StageAssembly(
                run: uncached, places: configuration.places, applications: configuration.applications, store: store,
                isVerbose: isVerbose, patience: uncached.request.patience,
                log: { [attendant] in attendant.hear(.warning($0)) }
            ).oracle(spending),
            most: nightly.controls, stop: stop)
        let found = Locked<ControlCheck?>(nil)
        try await attendant.attend(.nothing, stop: stop) {
            try await stop.raised(at: night.deadline) {
                let check = try await control.check(since: night.lastRun)
                found.withLock { $0 = check }
            }
        }
        if stop.isRaised, !isTimeOver { throw Interrupted() }
        guard let check = found.withLock({ $0 }) else { return run }
        attendant.hear(
            check.hasMoved ? .warning("warning: \(ControlText.line(check))") : .progress(ControlText.line(check)))
        guard check.hasMoved, run.basis.judgeEpoch != run.id else { return run }
        var moved = run
        moved.basis.judgeEpoch = run.id
        (moved.basis.priorRuns, moved.basis.baseRuns) = ([], nil)
        try await store.update(settingsOf: moved)
        return moved
    }

    /// What came of the control responses; nil without any.
    func check() async throws -> ControlCheck? {
        try await store.controlChecks(of: run.request.oracle.name).first { $0.night == run.id }
    }

    /// The runs that a night is compared with by name.
    var named: [(name: String, run: String?)] { [("last_night", night.lastRun), ("baseline", nightly.baseline)] }

    /// Those whose verdicts were given before the oracle's labels moved.
    func heldBack() async throws -> [(name: String, run: String)] {
        let runs = try await store.runs()
        return named.compactMap { name, id in
            guard let earlier = runs.first(where: { $0.id == id }),
                earlier.request.oracle.name == run.request.oracle.name,
                earlier.basis.judgeEpoch != run.basis.judgeEpoch
            else { return nil }
            return (name, earlier.id)
        }
    }
}
