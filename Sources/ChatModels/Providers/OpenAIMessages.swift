import Records

/// The body of a chat completions request.
struct OpenAIBody: Encodable {
    let model: String
    let request: ChatRequest
    let tokenField: FieldName
    let seedField: FieldName

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: FieldName.self)
        try fields.encode(model, forKey: "model")
        try fields.encode(request.messages.map(PlainMessage.init), forKey: "messages")
        try fields.encodeIfPresent(request.options.temperature, forKey: "temperature")
        try fields.encodeIfPresent(request.options.maxTokens, forKey: tokenField)
        try fields.encodeIfPresent(request.options.seed, forKey: seedField)
        if request.options.logProbabilities {
            try fields.encode(true, forKey: "logprobs")
            try fields.encode(8, forKey: "top_logprobs")
        }
        if !request.options.stop.isEmpty { try fields.encode(request.options.stop, forKey: "stop") }
        for (name, value) in request.options.extra { try fields.encode(value, forKey: FieldName(name)) }
    }
}

/// A message as most providers write it.
struct PlainMessage: Encodable {
    let role: String
    let content: String

    init(_ message: ChatRequest.Message) {
        role = message.role.rawValue
        content = message.content
    }
}

/// A chat completion, as far as it is of use.
struct OpenAIAnswer: Decodable {
    struct Choice: Decodable {
        let message: Message?
        let text: String?
        let finishReason: String?
        let logprobs: LogProbabilities?

        private enum CodingKeys: String, CodingKey {
            case message, text, logprobs
            case finishReason = "finish_reason"
        }
    }

    /// `logprobs`, read leniently: another shape counts as none.
    struct LogProbabilities: Decodable {
        struct Alternative: Decodable {
            let token: String
            let logprob: Double
        }

        struct Token: Decodable {
            let token: String
            let logprob: Double
            let topLogprobs: [Alternative]?

            private enum CodingKeys: String, CodingKey {
                case token, logprob
                case topLogprobs = "top_logprobs"
            }
        }

        let tokens: [TokenProbability]?

        private enum CodingKeys: String, CodingKey {
            case content
        }

        init(from decoder: any Decoder) throws {
            let content = try? decoder.container(keyedBy: CodingKeys.self).decode([Token].self, forKey: .content)
            tokens = content?.map { token in
                TokenProbability(
                    text: token.token, logProbability: token.logprob,
                    alternatives: Dictionary(
                        (token.topLogprobs ?? []).map { ($0.token, $0.logprob) }, uniquingKeysWith: max))
            }
        }
    }

    struct Message: Decodable {
        let content: Content?
        let refusal: String?
    }

    struct Usage: Decodable {
        let promptTokens: Int?
        let completionTokens: Int?

        private enum CodingKeys: String, CodingKey {
            case promptTokens = "prompt_tokens"
            case completionTokens = "completion_tokens"
        }
    }

    /// A text, or a list of parts of which those with a text count.
    struct Content: Decodable {
        struct Part: Decodable {
            let type: String?
            let text: String?
        }

        let text: String

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self.text = text
            } else {
                text = try container.decode([Part].self).filter { $0.type ?? "text" == "text" }.compactMap(\.text)
                    .joined()
            }
        }
    }

    let model: String?
    let choices: [Choice]?
    let usage: Usage?

    /// The reply it stands for.
    ///
    /// - Throws: ``ChatError/unreadable(model:problem:excerpt:)`` when there is no choice.
    func reply(from answer: ProviderAnswer) throws(ChatError) -> ChatReply {
        guard let choice = choices?.first else { throw answer.unreadable("it has no 'choices'") }
        guard choice.message != nil || choice.text != nil else {
            throw answer.unreadable("the choice has no 'message'")
        }
        var blocked: String?
        if choice.finishReason == "content_filter" { blocked = "content_filter" }
        if let refusal = choice.message?.refusal, !refusal.isEmpty {
            blocked = answer.endpoint.scrubbed("refusal: \(refusal)")
        }
        var reply = ChatReply(
            text: choice.message?.content?.text ?? choice.text ?? "", blocked: blocked,
            truncated: choice.finishReason == "length", model: model,
            usage: usage.flatMap { usage in
                guard let input = usage.promptTokens, let output = usage.completionTokens else { return nil }
                return TokenUsage(input: input, output: output)
            })
        reply.tokens = choice.logprobs?.tokens
        return reply
    }
}
