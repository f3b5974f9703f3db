import ChatModels
import HTTPTransport
import Pipeline
import Records
import Reporting
import Storage

/// Lets another oracle judge the responses of a stored run, and compares both oracles.
package struct RunJudging {
    private let store: any Store
    private let places: Places
    private let applications: [String: HTTPApplication]
    private let isVerbose: Bool
    private let attendant: any Attendant

    /// Reasons that are told when responses could not be judged.
    private static let mostReasons = 5

    /// A use of the store.
    ///
    /// - Parameters:
    ///   - applications: what `http/<name>` may name
    ///   - isVerbose: whether every call to a model is a notice
    ///   - attendant: sees progress, and may stop the judging
    package init(
        store: any Store, places: Places, applications: [String: HTTPApplication], isVerbose: Bool,
        attendant: any Attendant
    ) {
        self.store = store
        self.places = places
        self.applications = applications
        self.isVerbose = isVerbose
        self.attendant = attendant
    }

    /// Judges the responses that this oracle has not judged yet.
    ///
    /// - Parameters:
    ///   - own: the run
    ///   - request: the run's, with the other oracle
    /// - Throws: ``UsageError`` when it is the run's own oracle; ``ChatError``, ``OracleError``, ``StoreError``.
    package func judge(
        _ own: RunRecord, by request: RunRequest
    ) async throws -> (result: FurtherJudging.Result, comparison: OracleComparison) {
        var asked = own
        asked.request = request
        if asked.request.oracle.kind == "jury" {
            asked.basis.juryWeights = try await store.weights(of: asked.request.oracle.name)?.weights
        }
        let weights = try OracleAssembly(
            request: asked.request, places: places, seeds: try places.seedFolder()
        ).fingerprint()
        asked.basis.classifierWeights = weights
        asked.basis.cascadeBand = try await UsableCalibration.of(
            asked, in: store, notice: attendant.hear)?.band
        guard !asked.request.isDecidedByRules else {
            throw UsageError(
                "the rules of the scenarios decide in place of '\(asked.request.oracle.name)'; name an oracle that reads tool "
                    + "calls, with --judge")
        }
        guard asked.request.oracle.name != own.request.oracle.name else {
            throw UsageError(
                "the run's own verdicts are those of '\(own.request.oracle.name)'; name another --oracle or --judge")
        }
        try await AuditTrail.add("judge", own, to: store)
        if let weights, !(try await store.unjudged(by: asked.request.oracle.name, in: own.id)).isEmpty {
            try await store.note(classifierWeights: weights, ofFurther: asked.request.oracle.name, in: own.id)
        }
        let result = try await judged(asked)
        for (reason, count) in result.failures.sorted(by: { $0.value > $1.value }).prefix(Self.mostReasons) {
            attendant.hear(.warning(TerminalText.safe("\(count) not judged: \(reason)")))
        }
        return (
            result,
            try await OracleComparison(
                store, run: own.id, own: own.request.oracleName, other: asked.request.oracle.name)
        )
    }

    private func judged(_ run: RunRecord) async throws -> FurtherJudging.Result {
        let spending = Spending(request: run.request)
        let patience = run.request.patience
        let oracle = try StageAssembly(
            run: run, places: places, applications: applications, store: store, isVerbose: isVerbose,
            patience: patience, log: { [attendant] in attendant.hear(.progress($0)) }
        ).oracle(spending)
        try await spending.begin(run, records: [], store: store)
        let progress = RunProgress()
        let stop = StopSignal()
        let judging = FurtherJudging(store: store, run: run, oracle: oracle, progress: progress, stop: stop)
        return try await attendant.attend(.run(progress, patience), stop: stop) {
            try await stop.watched(onRaise: patience.end) { try await judging.execute() }
        }
    }
}
