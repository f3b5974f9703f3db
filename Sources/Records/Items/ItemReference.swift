import Foundations
import SafetyGrid

/// The accuracy of somebody else on the same items, to compare a target with: for instance of human experts.
///
/// ```yaml
/// title: Five safety officers
/// source: our own survey of 2026
/// accuracy: 0.86
/// categories: {lab-ppe: 0.93}
/// ```
package struct ItemReference: Sendable, Codable, Equatable {
    /// Whose accuracy it is.
    package let title: String
    /// Where it comes from.
    package let source: String
    /// Over all items, 0 ... 1.
    package let accuracy: Double
    /// Of single categories, by id.
    package let categories: [String: Double]

    package init(title: String, source: String, accuracy: Double, categories: [String: Double]) {
        self.title = title
        self.source = source
        self.accuracy = accuracy
        self.categories = categories
    }

    /// Reads a reference.
    ///
    /// - Parameters:
    ///   - text: the YAML text
    ///   - file: its path, for messages
    ///   - known: the categories of the set
    /// - Throws: ``ConfigurationError`` with file and line for a share outside 0 ... 1, or a category that the set has not.
    package init(text: String, file: String, categories known: [String]) throws(ConfigurationError) {
        let root = try YAMLValue(text: text, file: file).mapping(allowing: [
            "title", "source", "accuracy", "categories",
        ])
        var categories: [String: Double] = [:]
        for (id, value) in try root["categories"]?.mapping().pairs ?? [] {
            guard known.contains(id) else {
                throw value.invalid("no category '\(id)'; known: \(known.joined(separator: ", "))")
            }
            categories[id] = try Self.share(value)
        }
        self.init(
            title: try root.text("title"), source: try root.text("source"),
            accuracy: try Self.share(root.required("accuracy")), categories: categories)
    }

    private static func share(_ value: YAMLValue) throws(ConfigurationError) -> Double {
        let share = try value.double()
        guard (0...1).contains(share) else { throw value.invalid("an accuracy is a share between 0 and 1") }
        return share
    }
}
