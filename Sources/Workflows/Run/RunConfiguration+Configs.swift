import Foundation
import Foundations
import Records
import SafetyGrid
import Storage

/// A set of safety configs that was imported into a store.
enum ConfigSet {
    /// Key of a data set's row that holds its config.
    static let key = "config"
}

extension RunConfiguration {
    /// The imported configs that are an axis of the grid; nil where the grid has none, or those of the seeds.
    ///
    /// - Throws: ``UsageError`` for a set that neither the seeds nor the store has; ``StoreError``.
    package func configs() async throws -> Taxonomy? {
        guard let name = axes.first(where: { $0.dimension == .config })?.taxonomy, name != Taxonomy.configs else {
            return nil
        }
        guard !places.store.isMissing else { throw unknown(name) }
        let store = try await places.store.openForReading()
        guard try await store.dataSets().contains(where: { $0.name == name }) else { throw unknown(name) }
        var configs: [DimensionValue] = []
        for try await page in store.rows(of: name) {
            configs += page.compactMap { try? $0.fields[ConfigSet.key]?.decoded(as: DimensionValue.self) }
        }
        guard !configs.isEmpty else {
            throw UsageError("'\(name)' has no configs; import them with 'sextant import --as configs'")
        }
        return .configs(name, configs, source: "imported", file: places.store.description)
    }

    private func unknown(_ name: String) -> UsageError {
        UsageError(
            "there is no set of configs '\(name)'; the seeds have '\(Taxonomy.configs)', and 'sextant import --as configs' "
                + "takes in your own")
    }
}
