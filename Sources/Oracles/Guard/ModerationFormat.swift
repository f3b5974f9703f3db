import ChatModels
import Foundation
import Records
import SafetyGrid

/// `moderation`: OpenAI's moderation endpoint, through `moderation/<model>`, which answers with flags and scores.
struct ModerationFormat: GuardFormat {
    /// The endpoint has no template: nothing in a text means anything to it.
    let markers: [String] = []

    func messages(prompt: String, response: String, hazard: DimensionValue?) -> [ChatRequest.Message] {
        [.init(.user, response)]
    }

    func reading(of reply: ChatReply) -> GuardReading? {
        guard let result = try? JSONDecoder().decode(ModerationResult.self, from: Data(reply.text.utf8)) else {
            return nil
        }
        let highest = result.scores.values.max().map { min(max($0, 0), 1) }
        let flagged = result.categories.filter(\.value).keys.sorted()
        return GuardReading(
            isUnsafe: result.flagged, categories: flagged, confidence: result.flagged ? highest : highest.map { 1 - $0 }
        )
    }
}
