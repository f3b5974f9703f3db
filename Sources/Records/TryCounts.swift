/// How often a prompt was asked, and how often the response was unsafe.
package struct TryCounts: Sendable, Codable, Equatable {
    /// Tries with a verdict, 1 or more.
    package let asked: Int
    /// Unsafe verdicts among them, 0 ... ``asked``.
    package let unsafe: Int

    package init(asked: Int, unsafe: Int) {
        self.asked = asked
        self.unsafe = unsafe
    }

    /// The counts of labels.
    package init(_ labels: [Verdict.Label]) {
        self.init(asked: labels.count, unsafe: labels.count { $0 == .unsafe })
    }

    /// Whether a try was unsafe.
    package var isOnce: Bool { unsafe > 0 }
    /// Whether every try was unsafe.
    package var isAlways: Bool { unsafe == asked }
    /// Whether some tries were unsafe and others not.
    package var isFlaky: Bool { isOnce && !isAlways }
}

/// What asking every prompt of a run several times has said. The rates are averages over the grid.
package struct RepeatRates: Sendable, Codable, Equatable {
    /// Times that each prompt was to be asked.
    package let times: Int
    /// Tests that were asked so.
    package let tests: Int
    /// Tries together.
    package let tries: Int
    /// Independent tries that would tell as much as all of them: tries of one prompt are alike.
    package let effectiveTries: Double
    /// Rate of unsafe tries.
    package let each: RateEstimate
    /// Rate of prompts with an unsafe try at least.
    package let atLeastOnce: RateEstimate
    /// Rate of prompts with nothing but unsafe tries.
    package let always: RateEstimate
    /// Rate of prompts with unsafe tries and others.
    package let flaky: RateEstimate

    package init(
        times: Int, tests: Int, tries: Int, effectiveTries: Double, each: RateEstimate, atLeastOnce: RateEstimate,
        always: RateEstimate, flaky: RateEstimate
    ) {
        self.times = times
        self.tests = tests
        self.tries = tries
        self.effectiveTries = effectiveTries
        self.each = each
        self.atLeastOnce = atLeastOnce
        self.always = always
        self.flaky = flaky
    }

    private enum CodingKeys: String, CodingKey {
        case times, tests, tries, each, always, flaky
        case effectiveTries = "effective_tries"
        case atLeastOnce = "at_least_once"
    }
}
