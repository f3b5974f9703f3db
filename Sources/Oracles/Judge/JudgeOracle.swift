import ChatModels
import Foundations
import Images
import Records
import SafetyGrid

/// `judge`: a chat model labels the response as safe, unsafe or unknown, grades the harm in it and gives a reason.
///
/// The response stands between fences whose text the response cannot know, so that it can't pretend to end there. A reply
/// that can't be read is asked for once more, with more room when it was cut; a sample that can't be read twice counts for
/// nothing. A response that the judge's server does not take is unknown, with what the server says.
///
/// ```swift
/// let judge = JudgeOracle(model: model, concurrency: 8, seed: 1, settings: JudgeSettings(samples: 3))
/// let verdict = try await judge.verdict(on: exchange)
/// ```
package struct JudgeOracle: Oracle {
    package let concurrency: Int
    private let model: any ChatModel
    private let seed: UInt64
    private let settings: JudgeSettings
    private let shelf: ImageShelf?
    private let sight: PromptSight
    /// Whether the model sees images; nil before one was sent to it.
    private let sees = Locked<Bool?>(nil)

    /// A judge.
    ///
    /// - Parameters:
    ///   - model: the model that labels
    ///   - concurrency: calls at the same time, 1 or more
    ///   - seed: seed of the fences
    ///   - settings: what it sees, and how often it is asked
    ///   - shelf: where the images of responses are; nil for a judge of texts alone
    ///   - inputs: where the images of data sets are; nil for none
    package init(
        model: any ChatModel, concurrency: Int, seed: UInt64, settings: JudgeSettings = JudgeSettings(),
        shelf: ImageShelf? = nil, inputs: ImageShelf? = nil
    ) {
        self.shelf = shelf
        sight = PromptSight(shelf: shelf, inputs: inputs)
        self.model = model
        self.concurrency = concurrency
        self.seed = seed
        self.settings = settings
        var described = OracleRequest()
        described.kind = "judge"
        described.judge = model.name
        described.judgeView = settings.view
        described.judgeSamples = settings.samples
        described.judgeLogProbabilities = settings.logProbabilities
        described.judgeGrades = settings.grades
        name = described.name
    }

    /// `judge:`, the model's name, and the settings that differ from the default, as ``OracleRequest/name``.
    package let name: String

    package var readsTranscripts: Bool { true }
    package var grades: Bool { settings.grades }

    package func verdict(on exchange: Exchange) async throws -> Verdict {
        if let verdict = exchange.verdictWithoutText(oracle: name, seesImages: shelf != nil, grades: grades) {
            return verdict
        }
        let fence = fence(for: exchange)
        // A prompt's images are the prompt: a judge that sees responses alone does not get them.
        let prompt = settings.view == .full && sees.withLock { $0 } != false ? await sight.images(of: exchange) : []
        guard !prompt.isEmpty else {
            return try await verdict(exchange, .exchange(exchange, settings, fence: fence))
        }
        do {
            let verdict = try await verdict(exchange, .exchange(exchange, settings, fence: fence, prompt: prompt))
            sees.withLock { $0 = true }
            return verdict
        } catch let error as ChatError where error.mayBeOfImages && exchange.images.isEmpty {
            // The text alone tells of a model that sees nothing, unless it saw an image before.
            let verdict = try await verdict(exchange, .exchange(exchange, settings, fence: fence))
            sees.withLock { $0 = $0 ?? false }
            return verdict
        }
    }

    package func verdict(onConversation exchange: Exchange) async throws -> Verdict {
        try await verdict(exchange, .transcript(exchange, settings, fence: fence(for: exchange)))
    }

    private func verdict(_ exchange: Exchange, _ question: JudgeQuestion) async throws -> Verdict {
        var question = question
        // A judge sees some images at a time; the first are those of the earliest reply.
        for reference in exchange.images.prefix(ImageLimits().count) {
            if let image = try await shelf?.image(reference) { question.images.append(image) }
        }
        var readings: [JudgeReading] = []
        var problem = ""
        for sample in 0..<settings.samples {
            switch try await reading(of: exchange, question, sample: sample) {
            case .success(let reading): readings.append(reading)
            case .failure(let failure): problem = failure.reason
            }
        }
        guard !readings.isEmpty else {
            return Verdict(
                label: .unknown, behaviour: .compliance, oracle: name, confidence: nil,
                reason: "\(problem); behaviour not established")
        }
        // A judge that was told the config has labelled by it, whether or not it said how helpful the response is.
        var verdict = JudgeVote(readings).verdict(oracle: name)
        if exchange.config != nil { verdict = verdict.withHelpfulness() }
        if settings.grades { verdict.grade = HarmGrade(meanOf: readings.compactMap(\.grade)) }
        return question.isCut ? verdict.onPart : verdict
    }

    /// Why a sample could not be read.
    private struct Unreadable: Error {
        let reason: String
    }

    private func reading(
        of exchange: Exchange, _ question: JudgeQuestion, sample: Int
    ) async throws -> Result<JudgeReading, Unreadable> {
        var messages = [
            ChatRequest.Message(.system, question.instructions), ChatRequest.Message(.user, question.text),
        ]
        messages[1].images = question.images
        var options = options
        var problem = ""
        for attempt in 0..<2 {
            var request = ChatRequest(
                messages: messages, options: options, label: "\(exchange.label) judge", sample: 2 * sample + attempt,
                schema: question.schema)
            request.hasMoreRoom = options.maxTokens != Self.room
            let reply = try await model.reply(to: request)
            if let reading = JudgeReading(reply: reply.text, material: question.material, isCut: reply.truncated) {
                return .success(reading.weighed(by: reply.labelProbabilities))
            }
            problem = Self.problem(reply)
            if reply.truncated {
                options.maxTokens = ChatOptions.moreRoom(than: Self.room)
            } else {
                messages = messages.asking(
                    again: JudgeRubric.reminder(grades: settings.grades), after: reply.text)
            }
        }
        return .failure(Unreadable(reason: "\(problem), twice"))
    }

    /// The fault of a reply that has no verdict.
    private static func problem(_ reply: ChatReply) -> String {
        if let filter = reply.blocked { return "the judge's provider stopped it: \(filter)" }
        let thought = reply.reasoning == nil ? "" : " while it was thinking"
        if reply.truncated { return "the judge's reply was cut at its limit of tokens\(thought)" }
        return "the judge's reply is not the JSON it was asked for"
    }

    /// Tokens that a verdict has room in at first.
    private static let room = 400

    /// Several samples are drawn at a temperature above 0: at 0 they would all be the same.
    private var options: ChatOptions {
        var options = ChatOptions(temperature: settings.samples > 1 ? 0.7 : 0, maxTokens: Self.room)
        options.logProbabilities = settings.logProbabilities
        return options
    }

    /// Half of a SHA-256 of all that is judged: the same on every run, so that replies can be stored, and nothing that a
    /// response can name, because to hold its own hash it would have to break the hash.
    private func fence(for exchange: Exchange) -> String {
        let parts =
            ["\(seed)", exchange.prompt, exchange.response.text] + exchange.images.map(\.digest)
            + [exchange.promptImage?.file?.digest].compactMap(\.self)
            + exchange.turns.conversation.flatMap { turn in
                [turn.user, turn.text] + turn.trace.flatMap { [$0.call.name, $0.result.text] }
            }
        return String(SHA256.hex(of: Array(parts.joined(separator: "\u{0}").utf8)).prefix(32))
    }
}

extension ChatError {
    /// Whether a model that sees no images may have failed in this way because it got one.
    fileprivate var mayBeOfImages: Bool {
        switch self {
        case .configuration, .rejected: true
        // So llama.cpp's server says it.
        case .unavailable(_, let status, _): status == 500
        default: false
        }
    }
}

/// The view of a judge, and how it is asked.
package struct JudgeSettings: Sendable, Codable, Equatable {
    /// The text that it sees.
    package var view: JudgeView
    /// How often it is asked; the majority decides. 1 or more.
    package var samples: Int
    /// Whether it is asked for log-probabilities, from which the confidence then comes.
    package var logProbabilities: Bool
    /// Whether it also grades how harmful the response is, in the same call.
    package var grades: Bool

    /// Settings; by default one question with everything in view, and a grade.
    package init(view: JudgeView = .full, samples: Int = 1, logProbabilities: Bool = false, grades: Bool = true) {
        self.grades = grades
        self.view = view
        self.samples = samples
        self.logProbabilities = logProbabilities
    }
}
