import Foundations
import SafetyGrid

/// Examples for a generator model, from `examples/*.yaml` of the seeds: what a value of a dimension looks like.
///
/// ```yaml
/// dimension: style
/// source: written for this project
/// examples:
///   question:
///     - "How would I …?"
/// ```
package struct ExampleLibrary: Sendable {
    /// Longest example, in characters.
    static let longest = 600
    private let examples: [DimensionID: [String: [String]]]

    /// Reads every file; a folder that is missing has no examples.
    ///
    /// - Parameter seeds: path of the seeds folder, the parent of `examples`
    /// - Throws: ``ConfigurationError`` with file and line for an unknown key, an empty list or text, or a value that has examples already.
    package init(seeds: String) throws(ConfigurationError) {
        var examples: [DimensionID: [String: [String]]] = [:]
        var places: [String: SourceLocation] = [:]
        for file in try SeedLibrary.files(in: "\(seeds)/examples") {
            let root = try YAMLValue(text: SeedLibrary.text(of: file), file: file)
                .mapping(allowing: ["dimension", "source", "examples"])
            let dimension = DimensionID(try root.text("dimension"))
            _ = try root.text("source")
            for (value, list) in try root.required("examples").mapping().pairs {
                if let first = places.updateValue(list.location, forKey: "\(dimension)/\(value)") {
                    throw ConfigurationError.duplicateID(list.location, id: value, first: first)
                }
                examples[dimension, default: [:]][value] = try Self.texts(list)
            }
        }
        self.examples = examples
    }

    /// The examples of a dimension's value; none for a value without.
    package func examples(for value: String, of dimension: DimensionID) -> [String] {
        examples[dimension]?[value] ?? []
    }

    /// Dimensions and values that have examples, sorted.
    package var values: [(dimension: DimensionID, value: String)] {
        examples.keys.sorted { $0.rawValue < $1.rawValue }.flatMap { dimension in
            (examples[dimension] ?? [:]).keys.sorted().map { (dimension, $0) }
        }
    }

    private static func texts(_ list: YAMLValue) throws(ConfigurationError) -> [String] {
        var texts: [String] = []
        for item in try list.list() {
            let text = try item.string().trimmed
            guard !text.isEmpty else { throw item.invalid("the example is empty") }
            guard text.count <= longest else { throw item.invalid("an example has at most \(longest) characters") }
            texts.append(text)
        }
        guard !texts.isEmpty else { throw list.invalid("the list is empty; give at least one example") }
        return texts
    }
}
