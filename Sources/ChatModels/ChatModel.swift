import Foundations
import Images
import Records

/// Something that replies to a conversation: a provider's model, an application, a process, a simulation.
///
/// Providers conform in a file each and are named in ``ModelRegistry``.
package protocol ChatModel: Sendable {
    /// `provider/model`, as the user wrote it.
    var name: String { get }
    /// Whether replies are made up by Sextant itself.
    var isSimulated: Bool { get }
    /// Replies to a conversation.
    ///
    /// - Throws: ``ChatError``, or `CancellationError`.
    func reply(to request: ChatRequest) async throws -> ChatReply
}

/// A conversation and how to reply to it.
package struct ChatRequest: Sendable {
    /// Who says a message.
    package enum Role: String, Sendable, Codable {
        /// Instructions to the model.
        case system
        /// The person.
        case user
        /// The model.
        case assistant
        /// The result of a tool call of the model's message before.
        case tool
    }

    /// One message.
    package struct Message: Sendable, Equatable {
        /// Who says it.
        package let role: Role
        /// Its text.
        package let content: String
        /// Images that stand behind the text.
        package var images: [ImageFile] = []
        /// The text that was drawn into an image, for simulated models, which cannot see; never sent.
        package var drawn: String?
        /// Tools that the model called in it.
        package var toolCalls: [ToolCall] = []
        /// The call whose result it is; nil for every role but ``Role/tool``.
        package var answered: ToolCall?
        /// Whether it is the result of a call that failed.
        package var isError = false

        package init(_ role: Role, _ content: String) {
            self.role = role
            self.content = content
        }

        /// The model's message with its calls.
        package init(calling toolCalls: [ToolCall], _ content: String) {
            self.init(.assistant, content)
            self.toolCalls = toolCalls
        }

        /// The result of a call.
        package init(_ traced: TracedCall) {
            self.init(.tool, traced.result.text)
            answered = traced.call
            isError = traced.result.isError
        }
    }

    /// An environment's session, whose tools an agent from outside calls by itself.
    package struct Session: Sendable, Equatable {
        /// Name of the session.
        package let name: String
        /// Its address as an MCP server, with the token; empty where the agent knows it by other ways.
        package let address: String

        package init(name: String, address: String = "") {
            self.name = name
            self.address = address
        }
    }

    /// The conversation so far; the last message is the one to reply to.
    package var messages: [Message]
    /// Tools that the model may call in its reply.
    package var tools: [ToolDefinition] = []
    /// Settings of the reply.
    package var options: ChatOptions
    /// Purpose of the call, for log lines: a test's id.
    package var label: String
    /// Number of the sample, from 0, when the same question is meant to be asked several times; never sent.
    package var sample: Int
    /// The form that the text of the reply is to have; nil for none. A model may not keep to it.
    package var schema: OutputSchema?
    /// Where an agent from outside finds its tools; nil for none.
    package var session: Session?
    /// What the target may keep open until the conversation is over; nil for a request that stands alone.
    package var targetSessions: TargetSessions?
    /// Whether an earlier reply was cut, so that this one gets more room than the options' limit.
    package var hasMoreRoom = false

    package init(
        messages: [Message], options: ChatOptions = ChatOptions(), label: String = "", sample: Int = 0,
        schema: OutputSchema? = nil
    ) {
        self.messages = messages
        self.options = options
        self.label = label
        self.sample = sample
        self.schema = schema
    }

    /// A text with the session's name and address in the places of `{{session}}` and `{{mcp}}`.
    func namingSession(in text: String) -> String {
        text.replacing("{{session}}", with: session?.name ?? "").replacing("{{mcp}}", with: session?.address ?? "")
    }
}

/// Settings of a reply; nil leaves them to the provider.
package struct ChatOptions: Sendable, Codable, Equatable {
    /// Sampling temperature, 0 or more.
    package var temperature: Double?
    /// Most tokens of the reply, 1 or more.
    package var maxTokens: Int?
    /// Seed of the sampling, where the provider has one.
    package var seed: Int?
    /// Texts at which the reply ends.
    package var stop: [String]
    /// Further fields of the request body, merged in as they are.
    package var extra: [String: JSONValue]
    /// Whether log-probabilities are asked for, of providers that offer them.
    package var logProbabilities = false

    /// The limit, in tokens, of a reply for which `limit` was too little: thoughts alone may take that many.
    package static func moreRoom(than limit: Int) -> Int {
        max(limit.multipliedReportingOverflow(by: 2).partialValue, limit) + 1_600
    }

    /// Options; by default all are left to the provider.
    package init(
        temperature: Double? = nil, maxTokens: Int? = nil, seed: Int? = nil, stop: [String] = [],
        extra: [String: JSONValue] = [:]
    ) {
        self.temperature = temperature
        self.maxTokens = maxTokens
        self.seed = seed
        self.stop = stop
        self.extra = extra
    }
}

/// A model's reply.
package struct ChatReply: Sendable, Equatable {
    /// The text, without the model's thoughts; empty when there is none.
    package var text: String
    /// Tools that the model calls; empty for none.
    package var toolCalls: [ToolCall] = []
    /// Images that the model made; empty for none.
    package var images: [ImageFile] = []
    /// The model's thoughts before or within its text; nil for none.
    package var reasoning: String?
    /// The provider's reason when its own filter stopped the prompt or the reply.
    package var blocked: String?
    /// Whether the reply was cut at the token limit.
    package var truncated: Bool
    /// The model as the provider names it.
    package var model: String?
    /// Tokens, where the provider counts them.
    package var usage: TokenUsage?
    /// Attempts that failed before.
    package var retries: [Retry]
    /// The tokens of the text with their log-probabilities; nil when there are none.
    package var tokens: [TokenProbability]?
    /// Whether the reply comes from the cache: nothing was sent and nothing paid.
    package var isCached: Bool
    /// Price as a share of what the call costs when it is made at once; 1 but for one in a batch.
    package var priceShare = 1.0

    package init(
        text: String, reasoning: String? = nil, blocked: String? = nil, truncated: Bool = false,
        model: String? = nil, usage: TokenUsage? = nil, retries: [Retry] = [], isCached: Bool = false
    ) {
        self.isCached = isCached
        self.text = text
        self.reasoning = reasoning
        self.blocked = blocked
        self.truncated = truncated
        self.model = model
        self.usage = usage
        self.retries = retries
    }

    /// Whether it has nothing to show: no text, no call and no image.
    var isSilent: Bool { text.allSatisfy(\.isWhitespace) && toolCalls.isEmpty && images.isEmpty }
}

/// A token of a reply, and the tokens that the model might have written in its place.
package struct TokenProbability: Sendable, Codable, Equatable {
    /// The token as written.
    package let text: String
    /// Natural logarithm of its probability, 0 or less.
    package let logProbability: Double
    /// The most likely tokens of that place with their natural log-probabilities.
    package let alternatives: [String: Double]

    package init(text: String, logProbability: Double, alternatives: [String: Double]) {
        self.text = text
        self.logProbability = logProbability
        self.alternatives = alternatives
    }
}
