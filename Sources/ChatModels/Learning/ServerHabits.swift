/// The request fields that a server was found to reject, and their replacements.
struct ServerHabits: Sendable, Equatable {
    /// Settings that are not sent any more.
    var dropped: Set<Setting> = []
    /// Whether the limit of tokens goes by its other name.
    var usesOtherTokenName = false
    /// Whether instructions stand at the head of the person's first message.
    var foldsSystem = false
    /// Whether a conversation that the model ends is told in one message of the person.
    var endsWithUser = false
    /// Whether replies are asked for as streams.
    var streams = false
    /// How many forms of asking for a schema the server has refused.
    var schemaStep = 0

    /// A request as this server takes it.
    func adapted(_ request: ChatRequest) -> ChatRequest {
        var request = request
        if dropped.contains(.temperature) { request.options.temperature = nil }
        if dropped.contains(.tokenLimit) { request.options.maxTokens = nil }
        if dropped.contains(.seed) { request.options.seed = nil }
        if dropped.contains(.stop) { request.options.stop = [] }
        if dropped.contains(.logProbabilities) { request.options.logProbabilities = false }
        if endsWithUser { request.messages = Self.retold(request.messages) }
        if foldsSystem { request.messages = Self.folded(request.messages) }
        return request
    }

    /// The habits after a lesson; nil when it teaches nothing new.
    func after(_ lesson: Lesson) -> ServerHabits? {
        var next = self
        switch lesson {
        case .drop(let setting): next.dropped.insert(setting)
        case .renameTokenLimit: next.usesOtherTokenName = true
        case .foldSystem: next.foldsSystem = true
        case .endWithUser: next.endsWithUser = true
        case .stream: next.streams = true
        case .schema(let step), .perhapsSchema(let step): next.schemaStep = step
        case .ownField, .noTools, .failedCall: return nil
        }
        return next == self ? nil : next
    }

    /// The conversation with its instructions, word for word, before the person's first message; what is then said twice
    /// in a row by one side becomes one message.
    private static func folded(_ messages: [ChatRequest.Message]) -> [ChatRequest.Message] {
        let system = messages.filter { $0.role == .system }.map(\.content)
        var turns = messages.filter { $0.role != .system }
        guard !system.isEmpty else { return turns.settled().merged() }
        let instructions = system.joined(separator: "\n\n")
        if let first = turns.first, first.role == .user {
            turns[0] = .init(.user, "\(instructions)\n\n\(first.content)")
        } else {
            turns.insert(.init(.user, instructions), at: 0)
        }
        return turns.settled().merged()
    }

    /// A conversation whose last word is the model's, told in one message of the person; any other as it is.
    private static func retold(_ messages: [ChatRequest.Message]) -> [ChatRequest.Message] {
        guard messages.last?.role == .assistant else { return messages }
        let told = messages.filter { $0.role != .system }
            .map { ($0.role == .user ? "User: " : "Assistant: ") + $0.content }.joined(separator: "\n\n")
        return messages.filter { $0.role == .system } + [.init(.user, told)]
    }
}

/// A setting of a call that a server may refuse, and that a call can go without.
enum Setting: String, Sendable, CaseIterable {
    case temperature
    case tokenLimit
    case seed
    case stop
    case logProbabilities

    /// Under which names providers know it: as letters and digits in lower case.
    var names: Set<String> {
        switch self {
        case .temperature: ["temperature"]
        case .tokenLimit: ["maxtokens", "maxcompletiontokens", "maxoutputtokens", "numpredict"]
        case .seed: ["seed", "randomseed"]
        case .stop: ["stop", "stopsequences"]
        case .logProbabilities: ["logprobs", "toplogprobs"]
        }
    }

    /// The name for people.
    var title: String {
        switch self {
        case .temperature: "temperature"
        case .tokenLimit: "limit of tokens"
        case .seed: "seed"
        case .stop: "stop texts"
        case .logProbabilities: "log-probabilities"
        }
    }

    /// Whether a request has it.
    func isSet(in options: ChatOptions) -> Bool {
        switch self {
        case .temperature: options.temperature != nil
        case .tokenLimit: options.maxTokens != nil
        case .seed: options.seed != nil
        case .stop: !options.stop.isEmpty
        case .logProbabilities: options.logProbabilities
        }
    }
}

/// The lesson from a rejection.
enum Lesson: Sendable, Equatable {
    /// The setting is not taken.
    case drop(Setting)
    /// The limit of tokens has another name.
    case renameTokenLimit
    /// There is no system role.
    case foldSystem
    /// The last message has to be the person's.
    case endWithUser
    /// The reply comes as a stream alone.
    case stream
    /// The schema has to be asked for in the form of this number.
    case schema(Int)
    /// The server does not say what it rejects; it may be the schema.
    case perhapsSchema(Int)
    /// The server does not take a field that the user has set.
    case ownField(String)
    /// The model or its server can't use tools.
    case noTools
    /// The server could not read the call that the model wrote, and shows it.
    case failedCall

    /// The description of it.
    var notice: String {
        switch self {
        case .drop(let setting): "does not take the \(setting.title); asked again without, as from now on"
        case .renameTokenLimit: "knows the limit of tokens by another name; asked again with that, as from now on"
        case .foldSystem:
            "has no system role; the instructions stand in the person's first message from now on"
        case .endWithUser:
            "takes no conversation that ends with the model; it is told in one message of the person from now on"
        case .stream: "replies with streams alone; asked again for one, as from now on"
        case .schema, .perhapsSchema: "does not take this form of a JSON schema; asked in another way, as from now on"
        case .ownField(let name): "does not take '\(name)'"
        case .noTools: "does not take tools"
        case .failedCall: "could not read the model's call"
        }
    }
}
