import Foundations

/// A request's body that asks for several replies to one prompt, as an application would give them.
struct SeveralReplies {
    /// The field that says so.
    let field: String
    /// How many it asks for.
    let count: Int

    /// Names of the field in OpenAI's, Gemini's, Cohere's and Hugging Face's interfaces.
    private static let fields = ["n", "candidateCount", "candidate_count", "num_generations", "num_return_sequences"]
    /// What holds settings beside the prompt.
    private static let holders = [
        "parameters", "generationConfig", "generation_config", "options", "config", "extra_body",
    ]

    /// Nil for a body that asks for one.
    init?(of body: JSONValue) {
        for place in [body] + Self.holders.compactMap({ body[$0] }) {
            for field in Self.fields {
                guard let count = place[field]?.count, count > 1 else { continue }
                self.field = field
                self.count = count
                return
            }
        }
        return nil
    }
}
