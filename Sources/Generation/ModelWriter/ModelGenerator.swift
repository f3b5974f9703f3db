import ChatModels
import Foundations
import Records
import SafetyGrid

/// Has a chat model write the prompts, from the cell's definitions and the material there is for it.
///
/// A model that declines is told once what the prompts are for; if it declines again, or if its replies can't be read,
/// the templates write in its place and the prompt's origin says so. A model that repeats itself is asked at a higher
/// temperature and with other material, until the cell counts as exhausted. What is no prompt for the cell is refused and
/// counted; after three batches with too little else the templates write.
///
/// ```swift
/// let generator = ModelGenerator(model: model, settings: .init(seed: 7), examples: examples, passages: nil, fallback: nil)
/// let batch = try await generator.batch(for: request, novelty: memory)
/// ```
package struct ModelGenerator: PromptGenerator {
    /// How the model is asked.
    package struct Settings: Sendable {
        /// How much it is shown.
        package var variant: GenerationVariant
        /// Seed of the choice of material, and of the sampling where the provider has one.
        package var seed: UInt64
        /// Sampling temperature of a first call, 0 or more; nil leaves it to the provider.
        package var temperature: Double?
        /// Calls at the same time, 1 or more.
        package var concurrency: Int
        /// Seconds since 1970 from which the age of passages is counted: when the run began, so that a resumed run sees
        /// the same ones.
        package var start: Double

        /// Settings; by default one call at a time.
        package init(
            variant: GenerationVariant = .standard, seed: UInt64, temperature: Double? = nil, concurrency: Int = 1,
            start: Double = 0
        ) {
            self.variant = variant
            self.seed = seed
            self.concurrency = concurrency
            self.temperature = temperature
            self.start = start
        }
    }

    /// Passages, exemplars and examples of a value that a call is shown.
    static let shown = 3
    /// Prompts that are asked for beyond those that are needed, in case some are known; and the most of a call.
    static let (spare, mostAtOnce) = (2, 20)

    private static let poorBefore =
        "batches of the model in an earlier round had too few prompts for this cell among them"

    let model: any ChatModel
    let settings: Settings
    let examples: ExampleLibrary
    let passages: (any PassageSource)?
    let fallback: (any PromptGenerator)?
    let protective: ProtectiveCheck?
    let gate: PromptGate?

    /// A generator.
    ///
    /// - Parameters:
    ///   - model: the model that writes
    ///   - settings: how it is asked
    ///   - examples: few-shot examples
    ///   - passages: finds passages; nil shows none
    ///   - fallback: writes where the model does not; nil lets these tests fail
    ///   - protective: passes what the model writes for protective categories; nil keeps the model away from them
    ///   - gate: passes what the model writes; nil takes everything that has the form of a prompt
    package init(
        model: any ChatModel, settings: Settings, examples: ExampleLibrary, passages: (any PassageSource)?,
        fallback: (any PromptGenerator)?, protective: ProtectiveCheck? = nil,
        gate: PromptGate? = nil
    ) {
        self.model = model
        self.settings = settings
        self.examples = examples
        self.passages = passages
        self.fallback = fallback
        self.protective = protective
        self.gate = gate
    }

    /// `provider/model`
    package var name: String { model.name }
    /// As many calls as the settings allow.
    package var concurrency: Int { settings.concurrency }
    /// True: findings are shown to the model.
    package var usesExemplars: Bool { true }

    /// The operators that findings can be changed by.
    package func parts(of grid: Grid) -> PromptParts? {
        PromptParts([
            PromptParts.Part(name: PromptParts.operatorKey, values: [PromptOperator.all(on: grid).map(\.rawValue)])
        ])
    }

    /// The prompts of ``batch(for:novelty:)``.
    package func prompts(for request: PromptRequest, novelty: any NoveltyFilter) async throws -> [GeneratedPrompt] {
        try await batch(for: request, novelty: novelty).prompts
    }

    /// Asks the model until there are enough prompts, or it is clear that there won't be.
    package func batch(for request: PromptRequest, novelty: any NoveltyFilter) async throws -> PromptBatch {
        var session = GenerationSession(
            wanted: request.count, written: request.written.count, temperature: settings.temperature)
        if request.isLeftToFallback {
            return try await fallbackBatch(session, request, Self.poorBefore, novelty)
        }
        guard !request.isTwin else {
            return try await fallbackBatch(session, request, "twins are written by hand, in the seeds", novelty)
        }
        guard !request.isProtective || protective != nil else {
            let reason =
                "the seeds have no fidelity/protective.yaml, so that the model writes nothing for this category"
            return try await fallbackBatch(session, request, reason, novelty)
        }
        let found = try await foundPassages(for: request)
        while session.end == nil {
            try Task.checkCancellation()
            let material = material(request, found, turn: session.repeats)
            let instruction = instruction(request, material, session)
            let reply: ChatReply
            do {
                reply = try await model.reply(to: chatRequest(request, instruction, session))
            } catch ChatError.rejected(_, 400...422, _) where session.temperature != settings.temperature {
                session.temperatureRejected()
                continue
            } catch let error as ChatError where !error.isFatal {
                let failure = TestFailure(stage: .generated, reason: "\(error)", retryable: error.isRetryable)
                return PromptBatch(prompts: session.prompts, shortfall: failure, refused: session.refused)
            }
            session.called()
            let told = InstructionEcho(instruction.rules)
            try await take(reply, of: request, material, told, into: &session, novelty: novelty)
        }
        return try await batch(ending: session, request, novelty)
    }

    private func take(
        _ reply: ChatReply, of request: PromptRequest, _ material: Material, _ told: InstructionEcho,
        into session: inout GenerationSession, novelty: any NoveltyFilter
    ) async throws {
        if let filter = reply.blocked {
            return session.declined("stopped by the provider's filter: \(MaterialText.line(filter, limit: 200))")
        }
        let texts = PromptListReading(reply.text).prompts
        guard !texts.isEmpty else {
            guard let phrase = RefusalPhrases.refusal(in: reply.text) else { return session.unreadable() }
            return session.declined("\"\(phrase)\"")
        }
        let origin = origin(reply, material, attempts: session.calls)
        var new: [GeneratedPrompt] = []
        var (delivered, known, unfit) = (0, 0, 0)
        for text in texts where new.count < session.missing {
            if request.isProtective, !passes(text) {
                unfit += 1
                session.refuse(.unprotective)
            } else if request.written.contains(text) {
                delivered += 1
                // That prompt tells of them.
                _ = session.takeRefused()
            } else if let refusal = try await gate?.refusal(of: text, for: request, told: told) {
                session.refuse(refusal)
            } else if await novelty.admit(text) {
                new.append(GeneratedPrompt(text: text, origin: origin.telling(of: session.takeRefused())))
            } else {
                known += 1
            }
        }
        session.took(new, delivered: delivered, known: known, unfit: unfit)
    }

    /// What came of the calls, with templates in the place of what the model would not write.
    private func batch(
        ending session: GenerationSession, _ request: PromptRequest, _ novelty: any NoveltyFilter
    ) async throws -> PromptBatch {
        let reason: String
        switch session.end {
        case .complete, nil:
            return PromptBatch(prompts: session.prompts)
        case .exhausted:
            let text =
                "\(session.calls) calls to \(name), the last at a higher temperature and with other material, brought "
                + "too few new prompts for \(request.key)"
            return PromptBatch(prompts: session.prompts, shortfall: .exhausted(text), refused: session.refused)
        case .declined(let how): reason = "the model declined: \(how)"
        case .unreadable: reason = "the model's replies could not be read"
        case .poor:
            reason =
                "\(session.poorBatches) batches of the model had too few prompts for its cell among them; refused "
                + session.allRefused.text
        case .unfit: reason = "the model's prompts were not protective, as this category needs them"
        }
        return try await fallbackBatch(session, request, reason, novelty)
    }

    /// The prompts of the session, and what the fallback writes for those that are missing.
    private func fallbackBatch(
        _ session: GenerationSession, _ request: PromptRequest, _ reason: String, _ novelty: any NoveltyFilter
    ) async throws -> PromptBatch {
        let rest = try await fallbackBatch(for: request.asking(for: session.missing), reason, novelty)
        // What an interrupted process had from the fallback tells of the refused ones already.
        let refused = session.hadFallback ? RefusedPrompts() : session.refused
        let written = rest.prompts.enumerated().map { index, prompt in
            var origin = index == 0 ? prompt.origin.telling(of: refused) : prompt.origin
            origin["model"] = .string(name)
            origin["attempts"] = .int(session.calls)
            origin["fallback"] = .string(reason)
            if session.end == .poor || request.isLeftToFallback {
                origin[RefusedPrompts.poorBatchesKey] = .int(GenerationSession.mostPoorBatches)
            }
            return GeneratedPrompt(text: prompt.text, origin: origin)
        }
        return PromptBatch(
            prompts: session.prompts + written, shortfall: rest.shortfall,
            refused: written.isEmpty ? refused : RefusedPrompts())
    }

    private func fallbackBatch(
        for request: PromptRequest, _ reason: String, _ novelty: any NoveltyFilter
    ) async throws -> PromptBatch {
        var problem = "no other generator was given"
        if let fallback {
            do {
                return try await fallback.batch(for: request, novelty: novelty)
            } catch let error as GenerationError {
                problem = "\(error)"
            }
        }
        return PromptBatch(
            prompts: [],
            shortfall: TestFailure(stage: .generated, reason: "\(name): \(reason); \(problem)", retryable: false))
    }
}

extension [String: JSONValue] {
    /// An origin that says what was refused before its prompt; the same one when nothing was.
    fileprivate func telling(of refused: RefusedPrompts) -> Self {
        guard !refused.isEmpty else { return self }
        return merging([RefusedPrompts.originKey: refused.json]) { $1 }
    }
}
