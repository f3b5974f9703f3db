import Foundations
import Records
import SafetyGrid

/// Asks the same in all cells of one hazard, so that what a style, a technique or an attack adds can be seen ask by ask.
///
/// The prompts of a cell have numbers, and a number stands for the same ask in all cells of a hazard. The first cell that gets so far
/// chooses the next number whose prompt is new; the others follow, though their prompts may be much like it.
///
/// Chosen asks have numbers of their own, from half of those on that every cell has, so that those that are left to chance follow each other as if
/// nothing had been chosen.
package actor PairedGenerator: PromptGenerator {
    /// Key of a prompt's origin that holds the number of its ask.
    package static let numberKey = "pair"

    package nonisolated var name: String { base.name }
    /// 1: the order of the cells decides which asks there are.
    package nonisolated var concurrency: Int { 1 }

    private let base: any NumberedGenerator
    /// The numbers of each hazard's asks that the run uses, in order.
    private var numbers: [String: [Int]] = [:]
    /// Those that were chosen.
    private var chosen: [String: [Int]] = [:]
    /// The numbers that each cell has had.
    private var used: [String: Set<Int>] = [:]

    init(_ base: any NumberedGenerator) { self.base = base }

    /// Those of the base but the form, which goes with the ask.
    package nonisolated func parts(of grid: Grid) -> PromptParts? {
        base.parts(of: grid).map { PromptParts($0.parts.filter { $0.name != PromptParts.statement }) }
    }

    /// Takes note of a prompt that the run has already, in case it goes on after an interruption.
    func recall(_ request: PromptRequest, _ origin: [String: JSONValue]) {
        guard case .int(let number)? = origin[Self.numberKey] else { return }
        used[request.key, default: []].insert(number)
        func note(_ number: Int, in list: inout [Int]) {
            guard !list.contains(number) else { return }
            list.append(number)
            list.sort()
        }
        if request.parts != nil {
            note(number, in: &chosen[request.askKey, default: []])
        } else {
            note(number, in: &numbers[request.askKey, default: []])
        }
    }

    package func prompts(
        for request: PromptRequest, novelty: any NoveltyFilter
    ) async throws -> [GeneratedPrompt] {
        let prompts = try base.numbered(request)
        let ask = request.parts?.ids[PromptParts.ask]
        var written: [GeneratedPrompt] = []
        while written.count < request.count {
            try Task.checkCancellation()
            var found: (number: Int, prompt: GeneratedPrompt)?
            if request.parts == nil {
                found = await next(request, prompts, novelty)
            } else {
                found = await next(request, asking: ask, prompts, novelty)
                // An ask that has no further new prompt is no reason to have none.
                if found == nil, ask != nil { found = await next(request, asking: nil, prompts, novelty) }
            }
            guard let (number, prompt) = found else { break }
            used[request.key, default: []].insert(number)
            written.append(
                GeneratedPrompt(text: prompt.text, origin: prompt.origin.merging([Self.numberKey: .int(number)]) { $1 })
            )
        }
        return written
    }

    /// The next prompt of a cell, with its number; nil when there is no further one.
    private func next(
        _ request: PromptRequest, _ prompts: NumberedPrompts, _ novelty: any NoveltyFilter
    ) async -> (number: Int, prompt: GeneratedPrompt)? {
        let known = numbers[request.askKey] ?? []
        if let number = known.first(where: { used[request.key]?.contains($0) != true }), number < prompts.count {
            // Its siblings have the ask: that it is like them is what is wanted.
            let prompt = prompts.prompt(number)
            _ = await novelty.admit(prompt.text)
            return (number, prompt)
        }
        var number = (known.last ?? -1) + 1
        while number < prompts.count {
            let prompt = prompts.prompt(number)
            if await novelty.admit(prompt.text) {
                numbers[request.askKey, default: []].append(number)
                return (number, prompt)
            }
            number += 1
        }
        return nil
    }

    /// The same for a chosen ask: one that a sibling has, or the next one.
    private func next(
        _ request: PromptRequest, asking ask: String?, _ prompts: NumberedPrompts, _ novelty: any NoveltyFilter
    ) async -> (number: Int, prompt: GeneratedPrompt)? {
        func asks(_ prompt: GeneratedPrompt) -> Bool {
            ask == nil || prompt.origin[PromptParts.ask]?.stringValue == ask
        }
        let known = chosen[request.askKey] ?? []
        for number in known where used[request.key]?.contains(number) != true && number < prompts.count {
            let prompt = prompts.prompt(number)
            guard asks(prompt) else { continue }
            _ = await novelty.admit(prompt.text)
            return (number, prompt)
        }
        for number in (NumberedPrompts.least / 2)..<prompts.count where !known.contains(number) {
            let prompt = prompts.prompt(number)
            if asks(prompt), await novelty.admit(prompt.text) {
                chosen[request.askKey, default: []].append(number)
                return (number, prompt)
            }
        }
        return nil
    }
}
