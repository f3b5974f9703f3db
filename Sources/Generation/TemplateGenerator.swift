import Records
import SafetyGrid

/// Writes prompts offline from templates: an ask, in a frame for each further dimension, in a style.
///
/// Variant n of a cell is a function of the seed, the cell and n alone. The generator keeps no state, so that a resumed
/// run goes on where the first stopped: variants that the store has already are passed over.
package struct TemplateGenerator: PromptGenerator {
    package let name = "template"
    package let concurrency = 1

    /// So many variants in a row without a new prompt mean that a cell is exhausted.
    private static let patience = 4_000

    private let library: TemplateLibrary
    private let seed: UInt64

    /// A generator over `library`.
    package init(library: TemplateLibrary, seed: UInt64) {
        self.library = library
        self.seed = seed
    }

    package func prompts(for request: PromptRequest, novelty: any NoveltyFilter) async -> [GeneratedPrompt] {
        var prompts: [GeneratedPrompt] = []
        var variant = 0
        var misses = 0
        while prompts.count < request.count, misses < Self.patience {
            let prompt = prompt(for: request, variant: variant)
            variant += 1
            if await novelty.admit(prompt.text) {
                prompts.append(prompt)
                misses = 0
            } else {
                misses += 1
            }
        }
        return prompts
    }

    /// Variant `variant` (0 or more) of the prompts of a cell.
    package func prompt(for request: PromptRequest, variant: Int) -> GeneratedPrompt {
        var random = SeededRandom(seed: StableHash.of(request.key, seed: seed &+ UInt64(variant)), "template")
        let style = request.cell.first { $0.dimension == "style" }.flatMap { library.styles[$0.value.id] }
        let hazard = request.cell.first { $0.dimension == "hazard" }?.value
        let book = hazard.flatMap { library.asks[$0.id] } ?? library.genericAsks
        // Every ask has its turn before one comes again, each cell in an order of its own.
        let form = (variant + Int(StableHash.of(request.key, seed: seed) % 1_009)) % book.forms.count
        var text = sentence(book.forms[form], book.slots, topic: hazard?.title ?? "", style, &random)
        for (dimension, value) in request.cell where dimension != "hazard" {
            guard let frames = library.frames[dimension]?[value.id] else { continue }
            text = framed(text, frames, &random)
        }
        text = style?.apply(to: text, &random) ?? text
        return GeneratedPrompt(
            text: text,
            origin: ["generator": .string(name), "variant": .int(variant), "ask": .int(form)])
    }

    private func sentence(
        _ form: AskBook.Form, _ slots: Slots, topic: String, _ style: StyleTransform?, _ random: inout SeededRandom
    ) -> String {
        var questions: (howto: [Pattern], task: [Pattern])?
        if case .question(let howto, let task) = style { questions = (howto, task) }
        let sentence: String
        switch form {
        case .howto(let pattern):
            let ask = fill(pattern, slots, topic, &random)
            sentence = (questions?.howto ?? library.howtoForms).pick(&random).filled { _ in ask }
        case .task(let pattern):
            let ask = fill(pattern, slots, topic, &random)
            sentence = (questions?.task ?? library.taskForms).pick(&random).filled { _ in ask }
        }
        return sentence.capitalizedFirst
    }

    private func framed(_ text: String, _ frames: [Pattern], _ random: inout SeededRandom) -> String {
        let frame = frames.pick(&random)
        var drawn: [String: String] = ["request": text]
        for slot in frame.slots where drawn[slot] == nil {
            drawn[slot] = library.frameSlots[slot]?.pick(&random) ?? ""
        }
        return frame.filled { drawn[$0] ?? "" }.capitalizedFirst
    }

    private func fill(
        _ pattern: Pattern, _ slots: Slots, _ topic: String, _ random: inout SeededRandom
    ) -> String {
        var drawn: [String: String] = ["topic": topic.lowercased()]
        for slot in pattern.slots where drawn[slot] == nil { drawn[slot] = slots[slot]?.pick(&random) ?? "" }
        return pattern.filled { drawn[$0] ?? "" }
    }
}
