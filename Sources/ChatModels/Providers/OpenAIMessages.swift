import Foundations
import Records

/// The body of a chat completions request.
struct OpenAIBody {
    let model: String
    /// The names of the limit of tokens, the one that is tried first at the front.
    let tokenFields: [String]
    let seedField: String
    /// Whether only such upstreams are wanted as take all parameters, as OpenRouter can see to.
    let requiresParameters: Bool
    /// Whether messages have to be as Mistral takes them.
    let isMistral: Bool

    /// The body of a call.
    func json(_ call: LearningEndpoint.Call) -> JSONValue {
        let options = call.request.options
        var fields: [String: JSONValue] = [
            "model": .string(model), "messages": .array(messages(call.request)),
        ]
        if !call.request.tools.isEmpty { fields["tools"] = .array(call.request.tools.map(\.json)) }
        if call.streams { fields["stream"] = .bool(true) }
        fields["temperature"] = options.temperature.map(JSONValue.number)
        let tokenField = call.usesOtherTokenName ? tokenFields.last : tokenFields.first
        if let tokenField { fields[tokenField] = options.maxTokens.map(JSONValue.int) }
        fields[seedField] = options.seed.map(JSONValue.int)
        if options.logProbabilities {
            fields["logprobs"] = .bool(true)
            fields["top_logprobs"] = .int(8)
        }
        if !options.stop.isEmpty { fields["stop"] = .array(options.stop.map(JSONValue.string)) }
        if let schema = call.request.schema, let format = Self.format(schema, call.form) {
            fields["response_format"] = format
            if requiresParameters { fields["provider"] = .object(["require_parameters": .bool(true)]) }
        }
        fields.merge(options.extra) { _, own in own }
        return .object(fields)
    }

    private func messages(_ request: ChatRequest) -> [JSONValue] {
        let settled = request.messages.settled()
        guard isMistral else { return settled.map(\.json) }
        var messages: [ChatRequest.Message] = []
        for message in settled.merged() {
            // It takes nothing of the person directly behind a result.
            if message.role == .user, messages.last?.role == .tool { messages.append(.init(.assistant, "…")) }
            messages.append(message)
        }
        return messages.map { $0.json(shortIDs: true) }
    }

    private static func format(_ schema: OutputSchema, _ form: SchemaForm?) -> JSONValue? {
        switch form {
        case .jsonSchema:
            .object([
                "type": .string("json_schema"),
                "json_schema": .object([
                    "name": .string(schema.name), "strict": .bool(true), "schema": schema.strict,
                ]),
            ])
        case .objectWithSchema: .object(["type": .string("json_object"), "schema": schema.schema])
        case .object: .object(["type": .string("json_object")])
        default: nil
        }
    }
}

/// A chat completion, read for what is of use; what is not, is of no account, whatever its shape.
struct OpenAIAnswer {
    private let answer: ProviderAnswer
    private let body: JSONValue

    /// Reads a reply, or a stream that came in its place.
    ///
    /// - Throws: ``ChatError/unreadable(model:problem:excerpt:)`` for a body that is no JSON.
    init(_ answer: ProviderAnswer) throws(ChatError) {
        self.answer = answer
        if let stream = try answer.stream() {
            guard !stream.chunks.isEmpty else { throw answer.unreadable("a stream without an event that can be read") }
            body = OpenAIStream(stream).completion
        } else {
            body = CompletionBody.completion(in: try answer.json())
        }
    }

    /// The reply it stands for.
    ///
    /// - Parameter schema: whether JSON was asked for
    /// - Throws: ``ChatError/unreadable(model:problem:excerpt:)`` when there is no choice.
    func reply(schema: Bool) throws(ChatError) -> ChatReply {
        guard let choice else {
            guard CompletionBody.isFiltered(body) else { throw answer.unreadable(CompletionBody.problem(of: body)) }
            return ChatReply(text: "", blocked: "content_filter", model: body["model"]?.stringValue, usage: usage)
        }
        let reason = Self.ending(of: choice)
        let given = CompletionBody.message(of: choice)
        // What a filter stopped may be left out altogether.
        let message: JSONValue? =
            given?.isGiven == true ? given : FaultWords.isFilter(ending: reason) ? .object([:]) : nil
        guard let message else { throw answer.unreadable("the choice has no 'message'") }
        var content = try MessageContent(message["content"] ?? .null, in: answer)
        content.addThoughts(of: message)
        if schema { content.takeSchemaFromThoughts() }
        var reply = ChatReply(
            text: content.text, reasoning: content.reasoning,
            blocked: blocked(reason, content.refusal ?? message["refusal"]?.stringValue),
            truncated: FaultWords.isCut(ending: reason), model: body["model"]?.stringValue, usage: usage)
        reply.tokens = Self.tokens(choice["logprobs"])
        reply.toolCalls = Self.calls(message)
        reply.images = try answer.images(of: message)
        // Some gateways ask for the schema by way of a tool, and leave its call there.
        if schema, reply.text.allSatisfy(\.isWhitespace), reply.toolCalls.count == 1 {
            reply.text = reply.toolCalls.removeFirst().argumentText
        }
        if reply.blocked == nil, reply.isSilent, CompletionBody.isMarked(choice) || CompletionBody.isMarked(body) {
            reply.blocked = "content_filter"
        }
        return reply
    }

    /// The choice that counts where there are several: the first that says something, wherever the server puts it.
    private var choice: JSONValue? {
        let choices = body["choices"].map { $0.members.isEmpty ? $0.items : [$0] } ?? []
        let inOrder = choices.enumerated().sorted { left, right in
            (left.element["index"]?.count ?? left.offset, left.offset)
                < (right.element["index"]?.count ?? right.offset, right.offset)
        }.map(\.element)
        return inOrder.first(where: Self.saysSomething) ?? inOrder.first
    }

    private static func saysSomething(_ choice: JSONValue) -> Bool {
        FaultWords.isFilter(ending: ending(of: choice))
            || CompletionBody.message(of: choice)?.members.contains { $0.key != "role" && $0.value.isGiven } == true
    }

    /// Why the model stopped. A gateway may hide the filter of the model behind it.
    private static func ending(of choice: JSONValue) -> String? {
        [choice["native_finish_reason"], choice["finish_reason"]].lazy.compactMap { $0?.stringValue }
            .first(where: FaultWords.isFilter) ?? choice["finish_reason"]?.stringValue
    }

    /// The calls of a message, `function_call` of older servers among them.
    private static func calls(_ message: JSONValue) -> [ToolCall] {
        let calls = message["tool_calls"]?.items ?? []
        let older = message["function_call"].flatMap { $0.isGiven ? $0 : nil }
        return (calls.isEmpty ? [older].compactMap { $0 } : calls).map(ToolCall.init(reading:))
            .noting(messageFields: message.members.filter { returned.contains($0.key) && $0.value.isGiven })
    }

    /// Thoughts that servers want back with the results of the calls that they led to.
    private static let returned: Set<String> = ["reasoning_content", "reasoning_details", "thinking_blocks"]

    /// A total that is larger by more than this is no count.
    private static let mostThoughts = 1_000_000

    private func blocked(_ reason: String?, _ refusal: String?) -> String? {
        if let refusal, !refusal.isEmpty {
            return answer.endpoint.scrubbed("refusal: \(refusal)")
        }
        return FaultWords.isFilter(ending: reason) ? reason : nil
    }

    private var usage: TokenUsage? {
        // Gateways to other interfaces keep those interfaces' names.
        guard let usage = body["usage"], let input = (usage["prompt_tokens"] ?? usage["input_tokens"])?.count,
            let output = (usage["completion_tokens"] ?? usage["output_tokens"])?.count
        else { return nil }
        // Some servers count thoughts in the total alone.
        let total = usage["total_tokens"]?.count ?? 0
        return TokenUsage(input: input, output: max(output, min(total - input, output + Self.mostThoughts)))
    }

    /// `logprobs`; another shape counts as none.
    private static func tokens(_ value: JSONValue?) -> [TokenProbability]? {
        guard case .array(let items) = value?["content"] else { return nil }
        return items.compactMap { item in
            guard let text = item["token"]?.stringValue, let own = item["logprob"]?.double else { return nil }
            let others = (item["top_logprobs"]?.items ?? []).compactMap { other -> (String, Double)? in
                guard let token = other["token"]?.stringValue, let value = other["logprob"]?.double else { return nil }
                return (token, value)
            }
            return TokenProbability(
                text: text, logProbability: own, alternatives: Dictionary(others, uniquingKeysWith: max))
        }
    }
}

extension JSONValue {
    /// The value of a number; nil for anything else.
    var double: Double? {
        switch self {
        case .int(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }
}
