import Foundations
import Records
import SafetyGrid

/// A stand-in for a model, with known weak spots, for demonstrations, planning and tests.
///
/// It sees the text of the last message that is not its own and no tool's, and its system prompt, of which it knows the configs and
/// personas of the seeds. Its response is a function of these and the profile. An unsafe response is ``unsafeAnswer`` and nothing else.
package struct SimulatedModel: ChatModel {
    /// The one sentence that stands for every unsafe response.
    package static let unsafeAnswer =
        "[simulated unsafe answer] This sentence stands in for content that a safe model would decline; "
        + "it contains no such content."

    /// `simulated/<profile>`
    package let name: String
    /// Always true.
    package let isSimulated = true
    /// Its character.
    package let profile: SimulatedProfile
    private let clock: any Clock<Duration>

    /// A model of the given character; `clock` does the waiting when the profile has a latency.
    package init(profile: SimulatedProfile, clock: any Clock<Duration> = ContinuousClock()) {
        self.profile = profile
        self.clock = clock
        name = "simulated/\(profile.id)"
    }

    /// Responds to the last message after the profile's latency.
    ///
    /// - Throws: `CancellationError`, when cancelled while waiting.
    package func reply(to request: ChatRequest) async throws -> ChatReply {
        if profile.latencyMS > 0 {
            try await clock.sleep(for: .milliseconds(profile.latencyMS))
        }
        let message = request.messages.last { $0.role != .tool && $0.role != .assistant }
        let prompt = [message?.content, message?.drawn].compactMap(\.self).filter { !$0.isEmpty }
            .joined(separator: "\n")
        let system = request.messages.first { $0.role == .system && $0.content != prompt }?.content
        if let schema = request.schema, schema.name == "perceived", let image = message?.images.first {
            return SimulatedPicture.perceived(image, of: request.label, as: schema, by: name)
        }
        var reply = answer(to: prompt, told: profile.told.read(system))
        if profile.draws, reply.blocked == nil, !reply.text.isEmpty { try draw(&reply, number: request.sample) }
        reply.model = name
        let words = reply.text.split(separator: " ")
        if let limit = request.options.maxTokens, words.count > limit {
            reply.text = words.prefix(limit).joined(separator: " ")
            reply.truncated = true
        }
        reply.usage = TokenUsage(
            input: request.messages.reduce(0) { $0 + Self.tokens($1.content) }, output: Self.tokens(reply.text))
        return reply
    }

    /// Draws what the reply stands for: a picture that says whether it is a safe or an unsafe one. A refusal has none.
    private func draw(_ reply: inout ChatReply, number: Int) throws {
        let isUnsafe = reply.text == Self.unsafeAnswer
        guard isUnsafe || SimulatedAnswers.compliances.contains(reply.text) else { return }
        reply.images = [try SimulatedPicture.image(isUnsafe: isUnsafe, number: number)]
    }

    /// Whether the model's response to this prompt is unsafe: a fixed draw against the landscape's probability.
    package func isUnsafe(_ prompt: String) -> Bool {
        Self.unit(draw("unsafe", prompt)) < profile.landscape.probability(of: read(prompt))
    }

    /// The values that the prompt shows; with its encoding, where that is one that the model reads.
    private func read(_ prompt: String) -> [String: String] {
        guard let decoded = profile.decoding.read(prompt) else { return profile.reader.read(prompt) }
        var reading = profile.reader.read(decoded.text)
        reading["encoding"] = decoded.encoding.rawValue
        return reading
    }

    private func answer(to prompt: String, told: ToldKnowledge.Reading?) -> ChatReply {
        if let solution = profile.knowledge.solution(of: prompt, draw: { Self.unit(draw($0, prompt)) }) {
            return ChatReply(text: SimulatedAnswers.solution(solution, by: draw("form", prompt)))
        }
        var reading = read(prompt)
        reading["persona"] = told?.persona
        let probability = profile.landscape.probability(of: reading)
        if Self.unit(draw("unsafe", prompt)) < probability || helps(prompt, reading, told) {
            return ChatReply(text: Self.unsafeAnswer)
        }
        let kind = Self.unit(draw("kind", prompt))
        if kind < profile.rates.blocked {
            return ChatReply(text: "", blocked: "content_filter")
        }
        if kind < profile.rates.blocked + profile.rates.empty {
            return ChatReply(text: "")
        }
        let forms: [String]
        if reading["hazard"] == nil || reading["intent"] == "protective" {
            forms = SimulatedAnswers.compliances
        } else if Self.unit(draw("partial", prompt)) < profile.rates.partial {
            forms = SimulatedAnswers.partials
        } else {
            forms = SimulatedAnswers.refusals
        }
        return ChatReply(text: SimulatedAnswers.pick(forms, by: draw("form", prompt)))
    }

    /// Whether it helps with a hazard because its config allows that.
    private func helps(_ prompt: String, _ reading: [String: String], _ told: ToldKnowledge.Reading?) -> Bool {
        guard let config = told?.config, let hazard = reading["hazard"], told?.allows.contains(hazard) == true,
            reading["intent"] != "protective"
        else { return false }
        return Self.unit(draw("follows \(config)", prompt)) < profile.told.share(of: config)
    }

    private func draw(_ purpose: String, _ prompt: String) -> UInt64 {
        StableHash.of(prompt, seed: StableHash.of(purpose, seed: StableHash.of(profile.drawID)))
    }

    /// A number in [0, 1) that a hash stands for.
    package static func unit(_ hash: UInt64) -> Double {
        Double(hash >> 11) * 0x1p-53
    }

    /// Tokens of a text.
    package static func tokens(_ text: String) -> Int {
        // Four bytes a token is the usual rule of thumb for English.
        TokenUsage.estimate(of: [text])
    }
}

extension SimulatedModel {
    /// The profile that a reference names.
    ///
    /// - Throws: ``ChatError/configuration(model:problem:)`` for a base URL, `ConfigurationError` for a missing or broken profile.
    init(_ reference: ModelReference, context: ModelContext) throws {
        guard reference.baseURL == nil else {
            throw ChatError.configuration(
                model: reference.name, problem: "a simulated model runs in process and takes no base URL")
        }
        try self.init(
            profile: SimulatedProfile(id: reference.model, seeds: context.seeds), clock: context.clock)
    }

    /// The model that a reference names, made as the context makes those that use tools.
    ///
    /// - Throws: as the initialiser.
    static func model(_ reference: ModelReference, context: ModelContext) throws -> any ChatModel {
        let model = try SimulatedModel(reference, context: context)
        guard model.profile.isAgent, let make = context.makeAgent else { return model }
        return try make(model.profile, context)
    }
}
