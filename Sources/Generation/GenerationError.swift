/// Why prompts can't be made.
package enum GenerationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Nobody knows a generator of this name.
    case unknownGenerator(String, known: [String])
    /// A value of the grid has no templates.
    case noTemplates(dimension: String, value: String, file: String)

    /// The message for people.
    package var description: String {
        switch self {
        case .unknownGenerator(let name, let known):
            "unknown generator '\(name)'; known: \(known.joined(separator: ", "))"
        case .noTemplates(let dimension, let value, let file):
            "the template generator has nothing for \(dimension) '\(value)'; add it to \(file)"
        }
    }
}
