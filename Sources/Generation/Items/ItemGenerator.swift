import Foundations
import Records
import SafetyGrid

/// Hands out the items of a set, each once, in the cells of their categories.
///
/// Items are asked again in every run on purpose, so that the store's memory of earlier prompts does not apply: only what this
/// run has had already is passed over.
package actor ItemGenerator: PromptGenerator {
    /// `items/` and the name of the set.
    package nonisolated let name: String
    /// 1: nothing is written.
    package nonisolated var concurrency: Int { 1 }

    private let settings: ItemSettings
    private var waiting: [String: ArraySlice<Item>] = [:]
    private var prompts: ItemPrompts?

    /// A generator without items yet.
    package init(set: String, settings: ItemSettings) {
        name = GeneratorRequest.itemPrefix + set
        self.settings = settings
    }

    /// Takes the items of the set.
    ///
    /// - Parameters:
    ///   - set: the set, whole
    ///   - used: ids of the items that the run has had, in case it goes on after an interruption
    package func fill(_ set: ItemSet, without used: Set<String>) {
        prompts = ItemPrompts(set.items, language: set.language, settings: settings)
        waiting = Dictionary(grouping: Self.order(of: set.items, seed: settings.seed), by: \.category)
            .mapValues { $0.filter { !used.contains($0.id) }[...] }
    }

    /// The items in the order in which a run asks them, so that a run of few of them has some of all kinds.
    package static func order(of items: [Item], seed: UInt64) -> [Item] {
        var random = SeededRandom(seed: seed, "items")
        return items.shuffled(using: &random)
    }

    /// The next items of the cell.
    package func prompts(for request: PromptRequest, novelty: any NoveltyFilter) async throws -> [GeneratedPrompt] {
        guard let prompts else { return [] }
        let items = waiting[request.key]?.prefix(request.count) ?? []
        waiting[request.key]?.removeFirst(items.count)
        return items.map { item in
            let (text, shown) = prompts.prompt(of: item)
            return GeneratedPrompt(
                text: text, origin: ["generator": .string(name), ShownItem.originKey: shown.json])
        }
    }
}
