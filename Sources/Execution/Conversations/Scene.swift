/// The tools of a scenario's test, and its user.
package struct Scene: Sendable {
    /// The tools, as they are before the first call.
    package let session: any ToolSession
    /// The end that the user has in view.
    package let goal: String
    /// Who the user is.
    package let persona: String
    /// Facts that the user tells when asked, one a sentence.
    package let knows: [String]
    /// What the user says after the task, a turn each.
    package let says: [String]

    package init(
        session: any ToolSession, goal: String, persona: String, knows: [String] = [], says: [String] = []
    ) {
        self.session = session
        self.goal = goal
        self.persona = persona
        self.knows = knows
        self.says = says
    }
}
