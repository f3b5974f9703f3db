import Foundations
import Records
import SafetyGrid

/// Asks the same in all cells of one hazard, so that what a style, a technique or an attack adds can be seen ask by ask.
///
/// The prompts of a cell have numbers, and a number stands for the same ask in all cells of a hazard. The first cell that gets so far
/// chooses the next number whose prompt is new; the others follow, though their prompts may be much like it. Of the numbers that
/// a cell has not had, one with the chosen ask comes first; what is put around the ask is the cell's own, and can be chosen.
package actor PairedGenerator: PromptGenerator {
    /// Key of a prompt's origin that holds the number of its ask.
    package static let numberKey = "pair"

    package nonisolated var name: String { base.name }
    /// 1: the order of the cells decides which asks there are.
    package nonisolated var concurrency: Int { 1 }

    /// How many numbers are looked at for a chosen ask.
    private static let reach = 200

    private let base: any NumberedGenerator
    /// The numbers of each hazard's asks that the run uses, in order.
    private var numbers: [String: [Int]] = [:]
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
        guard numbers[request.askKey]?.contains(number) != true else { return }
        numbers[request.askKey, default: []].append(number)
        numbers[request.askKey]?.sort()
    }

    package func prompts(
        for request: PromptRequest, novelty: any NoveltyFilter
    ) async throws -> [GeneratedPrompt] {
        let prompts = try base.numbered(request)
        var written: [GeneratedPrompt] = []
        while written.count < request.count {
            try Task.checkCancellation()
            guard let (number, prompt) = await next(request, prompts, novelty) else { break }
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
        let open = known.filter { used[request.key]?.contains($0) != true && $0 < prompts.count }
        let ask = request.parts?.ids[PromptParts.ask]
        func asks(_ number: Int) -> Bool { prompts.prompt(number).origin[PromptParts.ask]?.stringValue == ask }
        if let number = ask.flatMap({ _ in open.first(where: asks) }) ?? open.first {
            // Its siblings have the ask: that it is like them is what is wanted.
            let prompt = prompts.prompt(number)
            _ = await novelty.admit(prompt.text)
            return (number, prompt)
        }
        let rest = ((known.last ?? -1) + 1)..<prompts.count
        if ask != nil, let number = rest.prefix(Self.reach).first(where: asks),
            let found = await firstNew(number..<(number + 1), request, prompts, novelty)
        {
            return found
        }
        return await firstNew(rest, request, prompts, novelty)
    }

    /// The first of some numbers whose prompt is new; the hazard's asks have it from now on.
    private func firstNew(
        _ some: Range<Int>, _ request: PromptRequest, _ prompts: NumberedPrompts, _ novelty: any NoveltyFilter
    ) async -> (number: Int, prompt: GeneratedPrompt)? {
        for number in some {
            let prompt = prompts.prompt(number)
            if await novelty.admit(prompt.text) {
                numbers[request.askKey, default: []].append(number)
                return (number, prompt)
            }
        }
        return nil
    }
}
