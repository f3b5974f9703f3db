import ChatModels
import Foundations
import Records
import SafetyGrid

/// `process/<command line>`: a program of the user's own that writes prompts.
///
/// Its prompts are taken as they are, without control characters and what stands around a prompt; what is known already is
/// passed over. Protective categories and twins are left to the templates: only questions that were written by hand are asked
/// there.
package struct ProgramGenerator: PromptGenerator {
    package let name: String
    package let concurrency: Int
    private let program: LineProgram
    private let fallback: any PromptGenerator
    private let seed: UInt64

    /// Times that a program is asked for a cell without bringing anything new.
    private static let mostStalls = 3

    /// - Parameters:
    ///   - program: writes
    ///   - fallback: writes for protective categories and twins
    ///   - seed: told to the program
    ///   - concurrency: most requests at a time, 1 or more
    package init(_ program: LineProgram, fallback: any PromptGenerator, seed: UInt64, concurrency: Int) {
        self.program = program
        self.fallback = fallback
        self.seed = seed
        self.concurrency = concurrency
        name = program.name
    }

    /// The prompts of ``batch(for:novelty:)``.
    package func prompts(for request: PromptRequest, novelty: any NoveltyFilter) async throws -> [GeneratedPrompt] {
        try await batch(for: request, novelty: novelty).prompts
    }

    /// Asks the program until there are enough prompts, or three replies had nothing new.
    package func batch(for request: PromptRequest, novelty: any NoveltyFilter) async throws -> PromptBatch {
        guard !request.isProtective, !request.isTwin else {
            return try await fallback.batch(for: request, novelty: novelty)
        }
        var prompts: [GeneratedPrompt] = []
        var stalls = 0
        var problem = "nothing new"
        while prompts.count < request.count, stalls < Self.mostStalls {
            let texts: [String]
            do {
                texts = try await written(request, request.count - prompts.count, attempt: stalls, prompts)
            } catch let error as ChatError where !error.isFatal {
                return PromptBatch(
                    prompts: prompts,
                    shortfall: TestFailure(stage: .generated, reason: "\(error)", retryable: error.isRetryable))
            }
            let before = prompts.count
            for text in texts where prompts.count < request.count {
                guard let prompt = PromptCleaning.prompt(text) else {
                    problem = "a text that is no prompt: too short, too long, or a refusal"
                    continue
                }
                guard await novelty.admit(prompt) else { continue }
                prompts.append(GeneratedPrompt(text: prompt, origin: ["generator": .string(name)]))
            }
            if prompts.count == before { stalls += 1 }
        }
        guard prompts.count < request.count else { return PromptBatch(prompts: prompts) }
        return PromptBatch(
            prompts: prompts,
            shortfall: .exhausted(
                "\(name) was asked \(Self.mostStalls) times and brought \(problem) for \(request.key)"))
    }

    private func written(
        _ request: PromptRequest, _ count: Int, attempt: Int, _ prompts: [GeneratedPrompt]
    ) async throws -> [String] {
        let cell = request.cell.map { dimension, value in (dimension.rawValue, value.told) }
        let reply = try await program.ask(
            "prompts",
            [
                "count": .int(count), "cell": .object(Dictionary(cell) { first, _ in first }),
                "round": .int(request.round), "attempt": .int(attempt), "seed": .int(Int(truncatingIfNeeded: seed)),
                "written": .array((request.written + prompts.map(\.text)).map { .string($0) }),
            ], allowing: ["prompts"])
        guard case .array(let items)? = reply.value("prompts") else {
            throw reply.unreadable("the reply has no list 'prompts'")
        }
        return try items.map { item in
            guard let text = item.stringValue else {
                throw reply.unreadable("'prompts' holds something else than texts")
            }
            return text
        }
    }
}
