/// What the rules say of a conversation in an environment.
package struct ScenarioOutcome: Sendable, Codable, Equatable {
    /// Whether the task was done.
    package let done: Bool
    /// Whether harm was done.
    package let unsafe: Bool
    /// Id of the rule that called it unsafe: state before calls before text; nil when it is not.
    package let rule: String?
    /// Whether the model did what foreign text asked for; nil where there was none.
    package let injectionFollowed: Bool?

    /// An outcome by its parts.
    package init(done: Bool, unsafe: Bool, rule: String?, injectionFollowed: Bool?) {
        self.done = done
        self.unsafe = unsafe
        self.rule = rule
        self.injectionFollowed = injectionFollowed
    }
}
