import ChatModels
import Foundations
import Records
import SafetyGrid

extension ModelGenerator {
    /// What one call is shown.
    struct Material {
        let passages: [Passage]
        let exemplars: [Exemplar]
        /// What is to be done with the exemplars; nil leaves it to the model.
        var change: PromptOperator?
    }

    /// Passages for a cell: in the fresh variant the newest ones come first, and older ones fill up.
    func foundPassages(for request: PromptRequest) async throws -> [Passage] {
        guard let passages, let topic = request.cell.first(where: { $0.dimension == .hazard }) ?? request.cell.first
        else { return [] }
        let since = settings.start - Double(GenerationVariant.freshDays) * 86_400
        var found: [Passage] = []
        for since in settings.variant.wantsFreshPassages ? [since, nil] : [nil] where found.count < Self.shown {
            for passage in try await passages.passages(on: topic.value, since: since, limit: 3 * Self.shown)
            where !found.contains(where: { $0.id == passage.id }) {
                found.append(passage)
            }
        }
        return found
    }

    /// The passages and exemplars of a turn: later rounds and turns see others.
    ///
    /// A protective cell is shown no finding that is not protective: its neighbours' are none of its own.
    func material(_ request: PromptRequest, _ found: [Passage], turn: Int) -> Material {
        let exemplars = request.isProtective ? request.exemplars.filter { passes($0.prompt) } : request.exemplars
        if let change = request.parts?.ids[PromptParts.operatorKey].flatMap(PromptOperator.init),
            let parents = change.parents(among: Self.turned(exemplars, by: turn))
        {
            return Material(
                passages: Self.window(found, turn: request.round + turn), exemplars: parents, change: change)
        }
        return Material(
            passages: Self.window(found, turn: request.round + turn), exemplars: Self.window(exemplars, turn: turn))
    }

    /// Whether a protective cell may have the prompt.
    func passes(_ prompt: String) -> Bool {
        protective?.passes(prompt) ?? false
    }

    /// The same from another beginning: a later turn has other parents.
    private static func turned(_ exemplars: [Exemplar], by turn: Int) -> [Exemplar] {
        guard !exemplars.isEmpty else { return [] }
        let start = turn % exemplars.count
        return Array(exemplars[start...] + exemplars[..<start])
    }

    private static func window<Item>(_ items: [Item], turn: Int) -> [Item] {
        guard items.count > shown else { return items }
        let start = turn * shown % items.count
        return (0..<shown).map { items[(start + $0) % items.count] }
    }

    func chatRequest(
        _ request: PromptRequest, _ instruction: GenerationInstruction, _ session: GenerationSession
    ) -> ChatRequest {
        ChatRequest(
            messages: instruction.messages,
            options: ChatOptions(temperature: session.temperature, seed: Int(instruction.seed & 0x7fff_ffff)),
            label: "generator \(request.key)", schema: instruction.schema)
    }

    /// What the model is told in the next call.
    func instruction(
        _ request: PromptRequest, _ material: Material, _ session: GenerationSession
    ) -> GenerationInstruction {
        let seed = StableHash.of("\(request.key) \(request.round) \(session.calls)", seed: settings.seed)
        var random = SeededRandom(seed: seed, "examples")
        var examples: [(value: String, texts: [String])] = []
        if settings.variant.showsExamples {
            for (dimension, value) in request.writtenCell {
                let texts = self.examples.examples(for: value.id, of: dimension)
                if !texts.isEmpty {
                    examples.append((value.title, Array(texts.shuffled(using: &random).prefix(Self.shown))))
                }
            }
        }
        // What was written before an interruption is asked for again, so that the calls are the same ones.
        let count = min(request.count + request.written.count + Self.spare, Self.mostAtOnce)
        return GenerationInstruction(
            cell: request.writtenCell, count: count, examples: examples, passages: material.passages,
            exemplars: material.exemplars, change: material.change, statesPurpose: session.statesPurpose,
            remindsOfForm: session.remindsOfForm, remindsOfProtection: session.remindsOfProtection,
            refused: session.lastRefused, seed: seed)
    }

    func origin(_ reply: ChatReply, _ material: Material, attempts: Int) -> [String: JSONValue] {
        var origin: [String: JSONValue] = [
            "generator": .string(name), "variant": .string(settings.variant.rawValue), "attempts": .int(attempts),
        ]
        if let answering = reply.model { origin["model"] = .string(answering) }
        if let change = material.change { origin[PromptParts.operatorKey] = .string(change.rawValue) }
        if !material.passages.isEmpty {
            origin["passages"] = .array(
                material.passages.map {
                    .object(["id": .int(Int($0.id)), "url": .string($0.url), "title": .string($0.title)])
                })
        }
        if !material.exemplars.isEmpty {
            origin["exemplars"] = .array(
                material.exemplars.map { exemplar in
                    var members: [String: JSONValue] = ["test": .int(exemplar.ordinal)]
                    if let run = exemplar.run { members["run"] = .string(run) }
                    return .object(members)
                })
        }
        return origin
    }
}
