/// What can be wrong with the YAML files a person edits: seeds and configuration.
///
/// Each case prints as one line that names the place and the remedy.
package enum ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// No folder with seeds was found; `searched` lists the places tried, in order.
    case seedsNotFound(searched: [String])
    /// The file can't be read.
    case unreadable(file: String, reason: String)
    /// The text is not YAML.
    case syntax(SourceLocation, String)
    /// A key that nobody reads: most often a typing mistake.
    case unknownKey(SourceLocation, key: String, allowed: [String])
    /// A key that has to be there is missing.
    case missingKey(SourceLocation, key: String)
    /// A value has the wrong type or is out of range.
    case invalid(SourceLocation, String)
    /// Two values of one dimension, or two taxonomies, bear the same id.
    case duplicateID(SourceLocation, id: String, first: SourceLocation)
    /// A dimension, taxonomy or value that was asked for does not exist.
    case unknownID(kind: String, id: String, known: [String])
    /// The grid would be empty or too large to count.
    case unusableGrid(String)

    /// The allowed key that was most likely meant, as a question; empty for none.
    private static func suggestion(_ key: String, _ allowed: [String]) -> String {
        let distances = allowed.sorted().map { ($0, $0.editDistance(to: key)) }
        guard let (near, distance) = distances.min(by: { $0.1 < $1.1 }), distance <= 2, distance < key.count / 2 else {
            return ""
        }
        return " (did you mean '\(near)'?)"
    }

    /// The message for people: place, fault, remedy.
    package var description: String {
        switch self {
        case .seedsNotFound(let searched):
            "no Seeds folder found (looked in \(searched.joined(separator: ", "))); "
                + "give --seeds DIR or set SEXTANT_SEEDS"
        case .unreadable(let file, let reason):
            "cannot read \(file): \(reason)"
        case .syntax(let place, let problem):
            "\(place): not valid YAML: \(problem)"
        case .unknownKey(let place, let key, let allowed):
            "\(place): unknown key '\(key)'\(Self.suggestion(key, allowed)); allowed here: "
                + allowed.sorted().joined(separator: ", ")
        case .missingKey(let place, let key):
            "\(place): the key '\(key)' is missing"
        case .invalid(let place, let problem):
            "\(place): \(problem)"
        case .duplicateID(let place, let id, let first):
            "\(place): the id '\(id)' is already used at \(first); ids must be unique"
        case .unknownID(let kind, let id, let known):
            "unknown \(kind) '\(id)'; known: \(known.joined(separator: ", "))"
        case .unusableGrid(let problem):
            problem
        }
    }
}
