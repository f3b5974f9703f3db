import SafetyGrid

/// How a run stands.
package enum RunState: String, Sendable, Codable {
    /// Tests are left to do; another process may be at it, or `sextant resume` goes on.
    case unfinished
    /// Every planned test is judged or has failed for good.
    case finished
}

/// One budget spent on one target.
package struct RunRecord: Sendable, Codable, Equatable {
    /// Id of the run: the time it began and a random part, for example `20260131-221500-3fa9`.
    package var id: String
    /// When it began, seconds since 1970.
    package var startedAt: Double
    /// Whether tests are left.
    package var state: RunState
    /// What was asked for.
    package var request: RunRequest
    /// What was found out when it began.
    package var basis: RunBasis
    /// The grid as it was when the run began, so that a later edit of the seeds changes no old run.
    package var grid: Grid
    /// Whether the target is simulated: such a run says so everywhere.
    package var simulated: Bool
    /// Seconds of work so far, over all its processes.
    package var seconds: Double

    package init(
        id: String, startedAt: Double, state: RunState = .unfinished, request: RunRequest,
        basis: RunBasis = RunBasis(), grid: Grid, simulated: Bool, seconds: Double = 0
    ) {
        self.id = id
        self.startedAt = startedAt
        self.state = state
        self.request = request
        self.basis = basis
        self.grid = grid
        self.simulated = simulated
        self.seconds = seconds
    }
}
