import Foundations
import Records

/// The steps that an agent takes in a scenario, of which some are taken.
struct AgentPlan {
    private(set) var steps: [ScriptedStep]

    /// What it says when nothing else is left to say.
    private static let closing = "That is done."

    init(_ steps: [ScriptedStep]) {
        self.steps = steps
    }

    /// Puts calls in behind the first `count` calls.
    mutating func insert(_ more: [ScriptedStep], after count: Int) {
        var left = count
        let place = steps.firstIndex { step in
            defer { if case .call = step { left -= 1 } }
            return left == 0
        }
        steps.insert(contentsOf: more, at: place ?? steps.count)
    }

    /// The calls that were made, and then those of other steps that were not.
    init(made: [ToolCall], then steps: [ScriptedStep]) {
        let before = made.map(\.step)
        self.steps = before + steps.filter { !before.contains($0) }
    }

    /// What comes after so many calls: a text beside the next call, or the last words.
    func next(after made: Int) -> (text: String, call: ToolCall?) {
        var (count, said) = (0, [String]())
        for step in steps {
            switch step {
            case .says(let text): said.append(text)
            case .call(let tool, let arguments):
                guard count < made else {
                    return (
                        said.joined(separator: " "),
                        ToolCall(id: "agent\(1000 + made)", name: tool, arguments: .object(arguments))
                    )
                }
                count += 1
                said = []
            }
        }
        return (said.isEmpty ? Self.closing : said.joined(separator: " "), nil)
    }
}

extension ToolCall {
    fileprivate var step: ScriptedStep {
        if case .object(let members) = arguments { return .call(tool: name, arguments: members) }
        return .call(tool: name, arguments: [:])
    }
}
