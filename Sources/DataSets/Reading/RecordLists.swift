import Foundations
import Records

/// Names under which files keep their lists of prompts.
enum RecordLists {
    /// Names that tools give them; where a document has one of these, other lists beside it hold no prompts.
    private static let tools: Set<String> = [
        "payloads", "tests", "seeds", "samples", "rows", "goldens", "test_cases", "testcases", "attempts", "evalcases",
    ]
    /// Names that people give them.
    private static let common: Set<String> = [
        "data", "prompts", "records", "questions", "behaviors", "behaviours", "items", "examples", "instructions",
        "queries", "entries", "dataset", "results", "goals", "requests", "inputs", "cases", "scenarios", "train",
        "validation", "test", "dev", "eval", "conversations", "dialogues", "dialogs", "objectives", "tasks",
    ]
    /// Keys of one prompt, which a list bears when its document is a table by columns.
    private static let columns: Set<String> = [
        "prompt", "question", "text", "instruction", "input", "behavior", "behaviour", "goal", "query", "value",
        "request",
        "message", "messages", "conversations", "prompt_text", "user_prompt",
    ]

    /// How surely a list of this name holds prompts: 2, 1, or 0 when the name says nothing.
    static func rank(_ name: String) -> Int {
        let name = name.lowercased()
        return tools.contains(name) ? 2 : common.contains(name) ? 1 : 0
    }

    /// Whether a table has its prompts under this name.
    static func isColumn(_ name: String) -> Bool { columns.contains(name.lowercased()) }

    /// The member that is a list of prompts; nil for none, or for one prompt with lists that say more of it.
    ///
    /// - Parameters:
    ///   - members: the members of a record
    ///   - flat: the same with conversations led back to what is asked
    static func best(of members: [String: JSONValue], flat: [String: JSONValue]) -> String? {
        guard !isPrompt(flat) else { return nil }
        let lists = members.keys.filter { name in
            guard rank(name) > 0, case .array(let items)? = members[name], let first = items.first else { return false }
            switch first {
            case .object:
                guard Conversation.isMessage(first) else { return true }
                return items.count > 1 && Conversation.prompts(items) != nil
            case .string, .array: return rank(name) == 2 || expandable.contains(name.lowercased())
            default: return false
            }
        }
        return lists.min { (-rank($0), $0) < (-rank($1), $1) }
    }

    /// Whether a record is a prompt itself: has a text under a name that says so.
    static func isPrompt(_ fields: [String: JSONValue]) -> Bool {
        asks.contains { fields[$0]?.stringValue?.trimmingSpace.isEmpty == false }
    }

    /// Keys of a record that is a prompt itself.
    private static let asks = ["prompt", "question", "instruction", "input", "behavior", "behaviour", "goal", "query"]

    /// Lists of bare texts under other names are tags as often as prompts.
    private static let expandable: Set<String> = [
        "prompts", "questions", "behaviors", "behaviours", "items", "examples", "instructions", "data", "queries",
        "goals",
        "requests", "inputs",
    ]
}
