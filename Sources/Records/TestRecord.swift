import Images

/// How far a test has come.
package enum TestStage: String, Sendable, Codable, CaseIterable {
    /// A cell was chosen.
    case planned
    /// It has a prompt.
    case generated
    /// It has a response.
    case executed
    /// It has a verdict.
    case judged
    /// A step could not be done.
    case failed
}

/// Why a test could not be finished.
package struct TestFailure: Sendable, Codable, Equatable {
    /// The stage that the test did not reach: `generated`, `executed` or `judged`.
    package let stage: TestStage
    /// What went wrong, in one line.
    package let reason: String
    /// Whether `sextant resume` tries again.
    package let retryable: Bool
    /// What a generator model wrote for the test's cell in vain, and no prompt's origin tells of; nil for nothing.
    package var refused: RefusedPrompts?

    package init(stage: TestStage, reason: String, retryable: Bool, refused: RefusedPrompts? = nil) {
        self.refused = refused
        self.stage = stage
        self.reason = reason
        self.retryable = retryable
    }

    /// The failure of a test whose cell has no further new prompt; `reason` says after which attempts.
    package static func exhausted(_ reason: String) -> TestFailure {
        TestFailure(stage: .generated, reason: exhaustion + reason, retryable: false)
    }

    /// Whether the test's cell has no further new prompt.
    package var isExhaustion: Bool { stage == .generated && reason.hasPrefix(Self.exhaustion) }

    private static let exhaustion = "exhausted: "

    /// The failure of a conversation whose user's side has no message; `reason` says why.
    package static func unled(_ reason: String) -> TestFailure {
        TestFailure(stage: .executed, reason: userSide + reason, retryable: false)
    }

    /// Whether the user's side of a conversation had no message.
    package var isUnled: Bool { stage == .executed && reason.hasPrefix(Self.userSide) }

    /// The failure without what its reason may quote of a server; how the run counts it does not change.
    package func redacted(as placeholder: String) -> TestFailure {
        if isExhaustion { return self }
        return TestFailure(
            stage: stage, reason: (isUnled ? Self.userSide : "") + placeholder, retryable: retryable, refused: refused)
    }

    private static let userSide = "the user's side: "
}

/// How long the steps of a test took, in milliseconds; nil for a step that was not done. Volatile: differs from run to run.
package struct TestTimings: Sendable, Codable, Equatable {
    /// Making the prompt.
    package var generateMS: Double?
    /// Waiting for the target's response, retries included.
    package var executeMS: Double?
    /// Labelling.
    package var judgeMS: Double?

    /// No step done yet, or the given durations.
    package init(generateMS: Double? = nil, executeMS: Double? = nil, judgeMS: Double? = nil) {
        self.generateMS = generateMS
        self.executeMS = executeMS
        self.judgeMS = judgeMS
    }

    private enum CodingKeys: String, CodingKey {
        case generateMS = "generate_ms"
        case executeMS = "execute_ms"
        case judgeMS = "judge_ms"
    }
}

/// Everything known of one test: what the store gives back.
package struct TestRecord: Sendable, Equatable {
    /// The cell it was planned for.
    package var plan: PlannedTest
    /// The prompt and its origin, once generated.
    package var testCase: TestCase?
    /// The turns of its conversation as far as they are recorded; empty for a single prompt.
    package var turns: [Turn] = []
    /// Calls that an agent from outside made when no reply of its was waited for; none of them changed anything.
    package var lateCalls = 0
    /// The target's response, once executed; of a conversation the last one.
    package var response: Response?
    /// Tries of a finding that was asked again, the test itself first; empty for a test that was not.
    package var repeats: [Retest] = []
    /// The verdict of the run's oracle, once judged.
    package var verdict: Verdict?
    /// Why it could not be finished, if so.
    package var failure: TestFailure?
    /// Failures from which the test was taken up again, oldest first.
    package var pastFailures: [TestFailure] = []
    /// Durations of the steps done.
    package var timings: TestTimings

    package init(
        plan: PlannedTest, testCase: TestCase? = nil, response: Response? = nil, verdict: Verdict? = nil,
        failure: TestFailure? = nil, timings: TestTimings = TestTimings()
    ) {
        self.plan = plan
        self.testCase = testCase
        self.response = response
        self.verdict = verdict
        self.failure = failure
        self.timings = timings
    }

    /// The images of all its responses, each once; that of a conversation repeats its last reply's.
    package var images: [ImageReference] {
        let all = (response?.images ?? []) + turns.flatMap { $0.replies.flatMap(\.response.images) }
        guard all.count > 1 else { return all }
        var seen: Set<ImageReference> = []
        return all.filter { seen.insert($0).inserted }
    }

    /// All images that are kept for it in the run's folder: that of its prompt, and those of its responses.
    package var keptImages: [ImageReference] { (response?.drawnPrompt.map { [$0] } ?? []) + images }

    /// How far it has come.
    package var stage: TestStage {
        if verdict != nil { return .judged }
        if failure != nil { return .failed }
        if response != nil { return .executed }
        return testCase == nil ? .planned : .generated
    }
}

extension TestRecord {
    /// Whether a step is left to do.
    package var isUnfinished: Bool {
        switch stage {
        case .planned, .generated, .executed: true
        case .judged, .failed: false
        }
    }
}
