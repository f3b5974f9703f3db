import Foundation
import Foundations
import SafetyGrid

/// A set of items, as a file of `items/` of the seeds has it, or an import.
///
/// ```yaml
/// id: labsafety
/// title: Safety in the laboratory
/// source: written for this project
/// language: en
/// categories: {ppe: Protective equipment}
/// items:
///   - id: ppe-1
///     category: ppe
///     question: What protects the eyes from splashes?
///     right: Chemical splash goggles
///     wrong: [Reading glasses, A wide hat]
/// ```
///
/// Instead of `right` and `wrong` an item may have `number` (and `tolerance`), `exact` or `pattern`.
package struct ItemSet: Sendable {
    /// Name of the set.
    package let id: String
    /// Name for people.
    package let title: String
    /// Where the items come from.
    package let source: String
    /// Code of the language in which the target is told how to respond.
    package let language: String
    /// The categories in order, with their names for people.
    package let categories: [(id: String, title: String)]
    /// The items, in order.
    package let items: [Item]

    package init(
        id: String, title: String, source: String, language: String, categories: [(id: String, title: String)],
        items: [Item]
    ) {
        self.id = id
        self.title = title
        self.source = source
        self.language = language
        self.categories = categories
        self.items = items
    }

    /// Names of the sets in a seeds folder, sorted; none without the folder.
    ///
    /// - Throws: ``ConfigurationError/unreadable(file:reason:)``.
    package static func names(seeds: String) throws(ConfigurationError) -> [String] {
        try SeedLibrary.names(in: "\(seeds)/items")
    }

    /// Reads `items/<name>.yaml` of a seeds folder.
    ///
    /// - Throws: ``ConfigurationError`` with file and line; ``ConfigurationError/unknownID(kind:id:known:)`` for no such set.
    package init(name: String, seeds: String) throws(ConfigurationError) {
        let known = try Self.names(seeds: seeds)
        guard known.contains(name) else { throw .unknownID(kind: "set of items", id: name, known: known) }
        let file = "\(seeds)/items/\(name).yaml"
        try self.init(text: SeedLibrary.text(of: file), file: file)
    }

    /// Reads a set.
    ///
    /// - Throws: ``ConfigurationError`` with file and line.
    package init(text: String, file: String) throws(ConfigurationError) {
        let root = try YAMLValue(text: text, file: file)
            .mapping(allowing: ["id", "title", "source", "language", "categories", "items"])
        var categories: [(id: String, title: String)] = []
        for (id, title) in try root.required("categories").mapping().pairs {
            categories.append((id, try title.string()))
        }
        let known = Set(categories.map(\.id))
        var items: [Item] = []
        var places: [String: SourceLocation] = [:]
        for value in try root.required("items").list() {
            let item = try Self.item(value, categories: known)
            if let first = places.updateValue(value.location, forKey: item.id) {
                throw ConfigurationError.duplicateID(value.location, id: item.id, first: first)
            }
            items.append(item)
        }
        guard !items.isEmpty else { throw try root.required("items").invalid("a set needs at least one item") }
        self.init(
            id: try root.text("id"), title: try root.text("title"), source: try root.text("source"),
            language: try root.optionalText("language") ?? "en", categories: categories, items: items)
    }

    private static let solutionKeys = ["right", "number", "exact", "pattern"]

    private static func item(_ value: YAMLValue, categories: Set<String>) throws(ConfigurationError) -> Item {
        let mapping = try value.mapping(
            allowing: ["id", "category", "question", "right", "wrong", "number", "tolerance", "exact", "pattern"])
        let category = try mapping.required("category")
        guard categories.contains(try category.string()) else {
            throw category.invalid("no category '\(try category.string())'; add it to 'categories'")
        }
        let kinds = solutionKeys.filter { mapping[$0] != nil }
        guard kinds.count == 1 else {
            throw value.invalid("an item has one solution: 'right' with 'wrong', 'number', 'exact' or 'pattern'")
        }
        do {
            return Item(
                id: try mapping.text("id"), category: try category.string(), question: try mapping.text("question"),
                solution: try solution(mapping, kind: kinds[0]))
        } catch let fault as ItemFault {
            throw value.invalid("\(fault)")
        } catch let error as ConfigurationError {
            throw error
        } catch {
            throw value.invalid("\(error)")
        }
    }

    private static func solution(_ mapping: YAMLMapping, kind: String) throws -> ItemSolution {
        switch kind {
        case "right":
            let right = try texts(mapping, "right")
            let options = right + (try texts(mapping, "wrong"))
            return try .choice(checked: options, right: Array(right.indices))
        case "number":
            return try .number(
                checked: mapping.required("number").double(), tolerance: try mapping["tolerance"]?.double())
        case "exact":
            let texts = try texts(mapping, "exact")
            guard texts.contains(where: { !$0.trimmed.isEmpty }) else { throw ItemFault.noSolution }
            return .exact(texts)
        default:
            return try .pattern(checked: mapping.text("pattern"))
        }
    }

    /// A text, or a list of texts.
    private static func texts(_ mapping: YAMLMapping, _ key: String) throws(ConfigurationError) -> [String] {
        guard let value = mapping[key] else { return [] }
        return value.isList ? try value.strings() : [try value.string()]
    }
}
