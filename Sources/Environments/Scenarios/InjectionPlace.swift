/// Where foreign text can reach a model in an environment.
package enum InjectionPlace: String, Sendable, Codable, CaseIterable {
    /// The result of a tool.
    case toolResult = "tool_result"
    /// A document that a tool reads.
    case document
    /// A message from outside.
    case message
    /// A page that a tool fetches.
    case retrievedPage = "retrieved_page"
    /// The description of a tool.
    case toolDescription = "tool_description"
}

/// How a place looks in an environment.
struct Channel: Sendable, Equatable {
    /// What the text is added to.
    enum Carrier: Sendable, Equatable {
        /// A text in the state, by JSON pointer.
        case state([String])
        /// The results of a tool, or its description.
        case tool(String)
    }

    let place: InjectionPlace
    let carrier: Carrier
}
