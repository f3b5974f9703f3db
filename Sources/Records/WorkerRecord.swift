/// A process at work on a run of a store that machines share, as it last said.
package struct WorkerRecord: Sendable, Equatable {
    /// Names the process among all: `worker:host:process:number`.
    package var name: String
    /// Whether it plans the run and writes its prompts.
    package var isPlanner: Bool
    /// When it began, in seconds since 1970, by the clock of the database.
    package var beganAt: Double
    /// Seconds since it was last heard of, by the clock of the database.
    package var silence: Double
    /// Tests that it has finished.
    package var tests: Int
    /// Tests a minute that it finished of late.
    package var rate: Double
    /// Calls to the target that it makes at once at most; 0 for a planner that leaves executing to others.
    package var connections: Int
    /// Whether it has said that it ends.
    package var isGone: Bool

    /// Seconds of silence after which nobody counts on a process.
    package static let mostSilence = 15.0

    /// Whether it is at work, as far as one knows.
    package var isLive: Bool { !isGone && silence < Self.mostSilence }

    /// The machine that it runs on.
    package var host: String { part(1) }
    /// Its number on that machine.
    package var process: String { part(2) }

    private func part(_ index: Int) -> String {
        let parts = name.split(separator: ":", omittingEmptySubsequences: false)
        return parts.indices.contains(index) ? String(parts[index]) : ""
    }

    package init(
        name: String, isPlanner: Bool, beganAt: Double = 0, silence: Double = 0, tests: Int = 0, rate: Double = 0,
        connections: Int, isGone: Bool = false
    ) {
        self.name = name
        self.isPlanner = isPlanner
        self.beganAt = beganAt
        self.silence = silence
        self.tests = tests
        self.rate = rate
        self.connections = connections
        self.isGone = isGone
    }
}

/// What a process says of itself about once a second.
package struct Heartbeat: Sendable {
    /// Whether it plans the run.
    package let isPlanner: Bool
    /// The fingerprint of the seeds of a process that plans; nil of any other.
    package let seeds: String?
    /// Calls to the target that it makes at once at most.
    package let connections: Int
    /// Tests that it has finished.
    package var tests = 0
    /// Tests a minute of late.
    package var rate = 0.0
    /// What its calls have cost.
    package var spent = CallTotals()
    /// Whether it ends.
    package var isLast = false

    package init(isPlanner: Bool, seeds: String? = nil, connections: Int) {
        self.isPlanner = isPlanner
        self.seeds = seeds
        self.connections = connections
    }
}

/// What a process hears when it says how it is.
package struct WorkOrders: Sendable, Equatable {
    /// Whether it is to begin nothing new.
    package var isDraining = false
    /// What the calls of all other processes of the run have cost, also of those that are gone.
    package var othersSpent = CallTotals()
    /// The cap that another process has reached; nil for none.
    package var cap: CapReached?
    /// Whether the run is over.
    package var isFinished = false
    /// Whether a process plans the run at present.
    package var isPlanned = false

    package init() {}
}

/// A cap of a run that its calls have reached.
package enum CapReached: Sendable, Equatable {
    /// US dollars.
    case cost(spent: Double, cap: Double)
    /// Tokens of prompts and replies.
    case tokens(spent: Int, cap: Int)
}

/// How a test has ended.
package enum TestEnd: Sendable {
    case judged(Verdict)
    case failed(TestFailure)
}
