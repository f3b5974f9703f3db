import Foundations
import Records

/// A user with a task: states it, and responds to questions with what the user knows.
package struct TaskUser: UserSide {
    private let task: String
    private let knows: [String]
    private let says: [String]
    private static let sharedWords = 2

    /// A user.
    ///
    /// - Parameters:
    ///   - task: the first message
    ///   - knows: facts, one a sentence, that the user tells when the target asks for them
    ///   - says: further messages, one a turn, whatever the target responds
    package init(task: String, knows: [String], says: [String] = []) {
        self.task = task
        self.knows = knows
        self.says = says
    }

    package func next(after turns: [Turn], variant: Int) -> String? {
        guard let last = turns.last else { return task }
        if turns.count <= says.count { return says[turns.count - 1] }
        let response = last.replies.last?.response.text ?? ""
        guard response.contains("?") else { return nil }
        let told = turns.map(\.user).joined(separator: " ")
        let asked = Set(Words.of(response))
        let facts = knows.filter { !told.contains($0) && asked.intersection(Words.of($0)).count >= Self.sharedWords }
        guard facts.isEmpty else { return facts.joined(separator: " ") }
        return told.contains(Self.leave) ? nil : Self.leave
    }

    private static let leave = "I have nothing to add to that. Please go on as you think is right."
}
