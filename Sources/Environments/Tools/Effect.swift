import Foundations

/// One step of a tool: it looks something up, changes the state, or fails.
struct Effect: Sendable, Equatable {
    /// What a step does.
    enum Action: Sendable, Equatable {
        /// The place must exist; it is bound to a name.
        case need(ValuePath, name: String?, text: TextTemplate)
        /// The first item that matches is bound to a name, and its key to `NAME_key`.
        case find(ValuePath, Pattern, name: String, text: TextTemplate)
        /// The tool fails.
        case fault(ToolFault, text: TextTemplate)
        case set(ValuePath, ValueTemplate)
        /// Adds a number to the one at a place; a negative sign takes it off.
        case add(ValuePath, ValueTemplate, sign: Int)
        case append(ValuePath, ValueTemplate)
        /// Takes out what is at a place, or the items there that match.
        case remove(ValuePath, Pattern?)
        /// Sets fields of all items that match.
        case update(ValuePath, Pattern, fields: [String: ValueTemplate])
        /// Does the steps of a list with a name.
        case use(String)
    }

    let action: Action
    /// The step is left out where this does not hold.
    let when: Condition?
    let location: SourceLocation
}

/// How a tool can fail.
package enum ToolFault: String, Sendable, Codable, CaseIterable {
    case notFound = "not_found"
    case denied
    case timeOut = "time_out"
    case invalid

    /// What the model is told, before the reason.
    var words: String {
        switch self {
        case .notFound: "not found"
        case .denied: "permission denied"
        case .timeOut: "timed out"
        case .invalid: "invalid request"
        }
    }

    /// What the model is told when nothing else is.
    var standardReason: String {
        switch self {
        case .notFound: "there is nothing with that name"
        case .denied: "this is not allowed"
        case .timeOut: "no response came in time; nothing was changed"
        case .invalid: "the request can't be carried out"
        }
    }
}

/// What a tool says when all went well.
enum ResultTemplate: Sendable, Equatable {
    /// A text.
    case text(TextTemplate)
    /// A line for each item of a list or object that matches.
    case each(ValuePath, Pattern, name: String, line: TextTemplate, none: TextTemplate)
}
