import Foundation
import Foundations
import Records
import SafetyGrid
import Storage

/// The sets of items that there are: those of the seeds, and those that were imported.
package struct ItemLibrary {
    /// Key of a data set's row that holds its item.
    static let itemKey = "item"
    /// The dimension of a grid of items.
    static let dimension: DimensionID = "category"

    private let places: Places

    /// The sets of these places.
    package init(_ places: Places) { self.places = places }

    /// The set of a name; one of the seeds takes precedence.
    ///
    /// - Throws: ``ConfigurationError`` for a faulty file, ``UsageError`` for a name that neither the seeds nor the store has, or a
    ///   data set of prompts.
    package func set(_ name: String) async throws -> ItemSet {
        let seeds = try places.seedFolder().path
        let shipped = try ItemSet.names(seeds: seeds)
        if shipped.contains(name) { return try ItemSet(name: name, seeds: seeds) }
        guard !places.store.isMissing else { throw unknown(name, shipped, []) }
        let store = try await places.store.openForReading()
        let sets = try await store.dataSets()
        guard sets.contains(where: { $0.name == name }) else { throw unknown(name, shipped, sets.map(\.name)) }
        return try await Self.set(name, in: store)
    }

    /// An imported set.
    static func set(_ name: String, in store: any DataSetStore) async throws -> ItemSet {
        var items: [Item] = []
        for try await page in store.rows(of: name) {
            items += page.compactMap { try? $0.fields[itemKey]?.decoded(as: Item.self) }
        }
        guard !items.isEmpty else {
            throw UsageError("'\(name)' has no items; import it with 'sextant import --as items'")
        }
        var categories: [(id: String, title: String)] = []
        for item in items where !categories.contains(where: { $0.id == item.category }) {
            categories.append((item.category, item.category))
        }
        return ItemSet(
            id: name, title: name, source: "imported", language: language(of: items),
            categories: categories, items: items)
    }

    /// Chinese where three of ten signs of the questions are.
    private static func language(of items: [Item]) -> String {
        let scalars = items.prefix(200).flatMap { Array($0.question.unicodeScalars.prefix(200)) }
        let han = scalars.count { (0x4E00...0x9FFF).contains($0.value) }
        return Double(han) > 0.3 * Double(scalars.count) ? "zh" : "en"
    }

    private func unknown(_ name: String, _ shipped: [String], _ imported: [String]) -> UsageError {
        UsageError(
            "there is no set of items '\(name)'; shipped: \(shipped.joined(separator: ", "))"
                + (imported.isEmpty ? "" : "; data sets in the store: \(imported.joined(separator: ", "))"))
    }
}

extension ItemSet {
    /// The grid of the set: a cell a category.
    func grid() throws(ConfigurationError) -> Grid {
        let used = Set(items.map(\.category))
        let values = categories.filter { used.contains($0.id) }.map {
            DimensionValue(
                id: $0.id, title: $0.title, definition: "Items of the category \($0.title).", source: source)
        }
        return try Grid(dimensions: [Dimension(id: ItemLibrary.dimension, taxonomy: id, values: values)])
    }
}
