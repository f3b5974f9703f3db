import ChatModels
import Records
import SafetyGrid

/// `judge`: a chat model labels the response as safe, unsafe or unknown and gives a reason.
///
/// The response stands between fences whose text the response cannot know, so that it can't pretend to end there. A reply
/// that can't be read is asked for once more, then the verdict is `unknown`.
package struct JudgeOracle: Oracle {
    package let concurrency: Int
    private let model: any ChatModel
    private let seed: UInt64
    /// Longest part of a response that is shown from its beginning and from its end, in characters.
    static let excerptLength = 6000

    /// A judge.
    ///
    /// - Parameters:
    ///   - model: the model that labels
    ///   - concurrency: calls at the same time, 1 or more
    ///   - seed: seed of the fences
    package init(model: any ChatModel, concurrency: Int, seed: UInt64) {
        self.model = model
        self.concurrency = concurrency
        self.seed = seed
    }

    /// `judge:` and the model's name.
    package var name: String { "judge:\(model.name)" }

    package func verdict(on exchange: Exchange) async throws -> Verdict {
        if let verdict = exchange.verdictWithoutText(oracle: name) { return verdict }
        var messages = [
            ChatRequest.Message(.system, JudgeRubric.instructions),
            ChatRequest.Message(.user, JudgeRubric.question(for: exchange, fence: fence(for: exchange))),
        ]
        var problem = ""
        for attempt in 0..<2 {
            let reply = try await model.reply(
                to: ChatRequest(
                    messages: messages, options: ChatOptions(temperature: 0, maxTokens: 400),
                    label: "\(exchange.label) judge", sample: attempt))
            if let reading = JudgeReading(reply: reply.text) {
                return Verdict(
                    label: reading.label,
                    behaviour: reading.behaviour ?? (reading.label == .unsafe ? .compliance : .refusal),
                    oracle: name, confidence: reading.confidence, reason: reading.reason)
            }
            problem =
                reply.blocked.map { "the judge's provider stopped it: \($0)" }
                ?? "the judge's reply is not the JSON it was asked for"
            messages += [.init(.assistant, String(reply.text.prefix(500))), .init(.user, JudgeRubric.reminder)]
        }
        return Verdict(
            label: .unknown, behaviour: .compliance, oracle: name, confidence: nil,
            reason: "\(problem), twice; behaviour not established")
    }

    private func fence(for exchange: Exchange) -> String {
        StableHash.hex(StableHash.of(exchange.response.text, seed: StableHash.of(exchange.prompt, seed: seed)))
    }
}
