import Records

/// A target of a run, with the stages of its own tests. An ordinary run has one; in a league each has a run of its own.
package struct RunTarget: Sendable {
    package let run: RunRecord
    package let stages: RunStages
    package let progress: RunProgress
    let stop: StopSignal

    /// A target.
    ///
    /// - Parameters:
    ///   - run: its run, which the store already knows
    ///   - stages: the parts that ask and label; those of the first target also plan and write
    ///   - progress: counts for an observer
    ///   - stop: raised for a fault of this target alone
    package init(run: RunRecord, stages: RunStages, progress: RunProgress, stop: StopSignal) {
        self.run = run
        self.stages = stages
        self.progress = progress
        self.stop = stop
    }

    /// Place of the target among those of its league, from 0.
    var place: Int { run.request.league?.target ?? 0 }

    var isOver: Bool { progress.snapshot.isOver }
}

/// The targets that get the same tests. The first one's tests are the plan.
struct RunGroup: Sendable {
    /// The targets in order of their places, 1 or more.
    let targets: [RunTarget]
    /// Asks all of them to stop.
    let stop: StopSignal

    var first: RunTarget { targets[0] }
}
