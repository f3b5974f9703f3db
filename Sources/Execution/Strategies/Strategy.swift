/// How the user's side leads a conversation, as a script of steps.
package struct Strategy: Sendable, Equatable {
    /// One message of the script.
    package struct Step: Sendable, Equatable {
        /// Its text, with the slots `{prompt}`, `{topic}` and `{quote}`.
        package let text: String
        /// Whether it is said only after a refusal.
        package let isAfterRefusal: Bool
    }

    /// The strategy of a single prompt.
    package static let direct = Strategy(id: "direct", steps: [Step(text: "{prompt}", isAfterRefusal: false)])

    /// Id of the value of the dimension `strategy`.
    package let id: String
    /// The steps, at least one; one of them has the slot `{prompt}`.
    package let steps: [Step]
    /// Whether the target no longer sees the turns in which it declined.
    package let forgetsRefusals: Bool

    init(id: String, steps: [Step], forgetsRefusals: Bool = false) {
        self.id = id
        self.steps = steps
        self.forgetsRefusals = forgetsRefusals
    }

    /// At most so many steps: those up to the first one with the prompt, and as many behind it as there is room for.
    func steps(atMost limit: Int) -> ArraySlice<Step> {
        let prompt = steps.firstIndex { $0.text.contains("{prompt}") } ?? 0
        let first = max(0, prompt + 1 - limit)
        return steps[first..<min(steps.count, first + limit)]
    }
}
