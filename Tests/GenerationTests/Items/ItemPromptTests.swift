import Foundation
import Foundations
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Generation

@Suite("Prompts of items")
struct ItemPromptTests {
    private func prompts(
        _ name: String = "labsafety", shots: Int = 0, thinking: Bool = false, seed: UInt64 = 1
    ) throws -> (set: ItemSet, prompts: [(text: String, shown: ShownItem)]) {
        let set = try ItemSet(name: name, seeds: ProjectSeeds.path)
        let writer = ItemPrompts(
            set.items, language: set.language,
            settings: ItemSettings(shots: shots, isChainOfThought: thinking, seed: seed))
        return (set, set.items.map(writer.prompt))
    }

    @Test("shows all options once, and knows which are right", arguments: ["labsafety", "risks-zh"])
    func options(name: String) throws {
        let (set, prompts) = try prompts(name)
        for (item, prompt) in zip(set.items, prompts) {
            #expect(prompt.text.hasPrefix(item.question))
            guard case .choice(let own, let right) = item.solution,
                case .choice(let options, let letters) = prompt.shown.solution
            else { continue }
            #expect(Set(own) == Set(options) && Set(right.map { own[$0] }) == Set(letters.map { options[$0] }))
            for (index, option) in options.enumerated() {
                #expect(prompt.text.contains("\n\(ItemSolution.letter(index))) \(option)"))
            }
        }
    }

    @Test("the seed sets the order, and over a set no place is preferred")
    func order() throws {
        let first = try prompts().prompts.map(\.text)
        #expect(try prompts().prompts.map(\.text) == first)
        #expect(try prompts(seed: 2).prompts.map(\.text) != first)
        var places = [0, 0, 0, 0]
        for seed in 1...20 {
            for prompt in try prompts(seed: UInt64(seed)).prompts {
                if case .choice(let options, let right) = prompt.shown.solution, options.count == 4, right.count == 1 {
                    places[right[0]] += 1
                }
            }
        }
        let mean = Double(places.reduce(0, +)) / 4
        // Five standard deviations of a binomial count.
        for place in places { #expect(abs(Double(place) - mean) < 5 * (mean * 0.75).squareRoot()) }
    }

    @Test("solved items come before the question and are others; a chain of thought is asked for")
    func settings() throws {
        let (set, prompts) = try prompts(shots: 3, thinking: true)
        for (item, prompt) in zip(set.items, prompts) {
            let parts = prompt.text.components(separatedBy: "\n\n---\n\n")
            #expect(parts.count == 4 && parts.last?.hasPrefix(item.question) == true)
            for part in parts.dropLast() { #expect(part.contains("\nANSWER: ") && !part.hasPrefix(item.question)) }
            #expect(prompt.text.contains("step by step"))
        }
    }

    @Test("the origin holds the item as it was shown, and can be read back")
    func origin() throws {
        for prompt in try prompts().prompts {
            #expect(ShownItem(origin: [ShownItem.originKey: prompt.shown.json]) == prompt.shown)
        }
        #expect(ShownItem(origin: [:]) == nil && ShownItem(origin: [ShownItem.originKey: .string("x")]) == nil)
    }

    @Test("each item is handed out once, and none that the run has had")
    func generator() async throws {
        let set = try ItemSet(name: "chemsafety", seeds: ProjectSeeds.path)
        let generator = ItemGenerator(set: set.id, settings: ItemSettings(seed: 5))
        let used = Set(set.items.prefix(5).map(\.id))
        await generator.fill(set, without: used)
        let grid = try Grid(dimensions: [
            Dimension(
                id: "category", taxonomy: set.id,
                values: set.categories.map {
                    DimensionValue(id: $0.id, title: $0.title, definition: "D.", source: "S")
                })
        ])
        var ids: [String] = []
        for cell in 0..<grid.cellCount {
            let prompts = try await generator.prompts(
                for: PromptRequest(grid: grid, cell: grid.cell(cell), count: 100), novelty: PromptMemory())
            ids += prompts.compactMap { ShownItem(origin: $0.origin)?.id }
        }
        #expect(ids.count == set.items.count - 5 && Set(ids) == Set(set.items.map(\.id)).subtracting(used))
    }
}
