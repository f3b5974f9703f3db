import Foundations

/// Fields of a request that ask for several replies to one prompt, of which one would be read.
package struct SeveralReplies {
    /// The field that says so.
    package let field: String
    /// How many it asks for.
    package let count: Int

    /// Names of the field in OpenAI's, Gemini's, Cohere's and Hugging Face's interfaces.
    private static let fields = ["n", "candidateCount", "candidate_count", "num_generations", "num_return_sequences"]
    /// What holds settings beside the prompt.
    private static let holders = [
        "parameters", "generationConfig", "generation_config", "options", "config", "extra_body",
    ]

    /// Nil for fields that ask for one.
    package init?(of body: JSONValue) {
        for place in [body] + Self.holders.compactMap({ body[$0] }) {
            for field in Self.fields {
                guard let count = Self.whole(place[field]), count > 1 else { continue }
                self.field = field
                self.count = count
                return
            }
        }
        return nil
    }

    private static func whole(_ value: JSONValue?) -> Int? {
        switch value {
        case .int(let count): count
        case .number(let count): Int(exactly: count)
        case .string(let text): Int(text)
        case .null, .bool, .array, .object, nil: nil
        }
    }
}
