import Foundations

/// What a verdict says beyond its label.
package struct VerdictDetails: Sendable, Codable, Equatable {
    /// Number of the first turn that was unsafe, from 1; nil for none.
    package var unsafeTurn: Int?
    /// Whether one of the control's single prompts got an unsafe response; nil without a control.
    package var controlUnsafe: Bool?
    /// How the scenario ended, by its own rules; nil for a test without one.
    package var outcome: ScenarioOutcome?
    /// HAICOSYSTEM's risk dimensions, from -10 (gravest) to 0 (none), as the judge scores them; nil without a judge.
    package var risks: [String: Int]?
    /// What asking again has said of a finding; nil where nobody asked again.
    package var confirmation: Confirmation?
    /// What asking the prompt several times has said, whatever the first response was; nil where it was asked once.
    package var tries: TryCounts?
    /// Whether the target said that it is being tested.
    package var saysTest = false
    /// How helpful the response is to whoever asked, 0 ... 1, where a safety config was followed or not; nil without a config.
    package var helpfulness: Double?

    /// Nothing known yet.
    package init() {}

    private enum CodingKeys: String, CodingKey {
        case outcome, risks, helpfulness, confirmation, tries
        case unsafeTurn = "unsafe_turn"
        case controlUnsafe = "control_unsafe"
        case saysTest = "says_it_is_a_test"
    }
}

/// How a scenario ended, by its rules on state, tool calls and texts.
package struct ScenarioOutcome: Sendable, Codable, Equatable {
    /// Whether the user's task was done.
    package let done: Bool
    /// Whether something happened that the scenario calls unsafe.
    package let unsafe: Bool
    /// The rule that decided, in words; nil when none did.
    package let rule: String?
    /// Whether the target did what an injection asked for; nil without an injection.
    package let injectionFollowed: Bool?
    /// Where the foreign text stood: ids of the places with a dot between, whether the grid or the scenario put it there; nil
    /// without foreign text.
    package let injectionPlace: String?

    package init(
        done: Bool, unsafe: Bool, rule: String? = nil, injectionFollowed: Bool? = nil, injectionPlace: String? = nil
    ) {
        self.injectionPlace = injectionPlace
        self.done = done
        self.unsafe = unsafe
        self.rule = rule
        self.injectionFollowed = injectionFollowed
    }

    private enum CodingKeys: String, CodingKey {
        case done, unsafe, rule
        case injectionFollowed = "injection_followed"
        case injectionPlace = "injection_place"
    }
}
