import Foundations
import Records

/// The request's parts that a server's rejection names, in whichever shape: fields that name a parameter, words in
/// quotes
/// or prose.
struct RejectedParameter {
    /// Statuses with which servers reject what they can't take; templates that fail come as a 500.
    private static let statuses: Set<Int> = [400, 404, 405, 415, 422, 500, 501]
    private static let longestText = 8_000

    private let status: Int
    /// Names in fields made for them, in order: `param`, `loc`, `field`. As letters and digits in lower case.
    private let named: [String]
    /// Names in quotes or backticks, in order.
    private let quoted: [String]
    /// All that is said, in lower case.
    private let text: String
    /// What the model wrote although the server rejects it, as Groq shows it.
    let failedGeneration: String?

    /// Reads the rejection of a request.
    init(status: Int, body: [UInt8]) {
        self.status = status
        var reading = RejectionText()
        if let json = TolerantJSON.value(body) {
            reading.read(json, key: "", depth: 0)
        } else {
            reading.read(text: String(decoding: body.prefix(Self.longestText), as: UTF8.self))
        }
        let said = reading.texts.joined(separator: "\n")
        named = reading.names
        quoted = RejectionText.quoted(in: said)
        text = String(said.prefix(Self.longestText)).lowercased()
        failedGeneration = reading.failedGeneration
    }

    /// The lesson for the request that was sent; nil for none, as when a text is too long.
    func lesson(for sent: SentRequest) -> Lesson? {
        guard Self.statuses.contains(status), !contains(Self.lengths) else { return nil }
        if sent.hasTools {
            if failedGeneration?.isEmpty == false { return .failedCall }
            if rejectsTools { return .noTools }
        }
        if contains(Self.streamPhrases), sent.mayStream { return .stream }
        // Nobody chose the 0 that a server without one rejects.
        let isAboutHeat = (named + quoted + words).contains("temperature")
        if sent.options.temperature == 0, isAboutHeat, contains(Self.positivePhrases) { return .drop(.temperature) }
        // A value out of bounds is the user's to put right.
        guard !contains(Self.bounds) || !(named + quoted).contains(where: { Self.setting($0, sent) != nil }) else {
            return nil
        }
        for name in named + quoted { if let lesson = lesson(of: name, sent) { return lesson } }
        if let lesson = lesson(ofRoles: sent) { return lesson }
        if contains(Self.rejections), !contains(Self.bounds) {
            for name in words { if let lesson = lesson(of: name, sent) { return lesson } }
        }
        if let step = sent.nextSchemaStep, contains(Self.schemaPhrases) { return .schema(schemaStep(step, sent)) }
        let own = sent.extra.first { key in (named + quoted).contains(Self.plain(key)) }
        if let own { return .ownField(own) }
        guard status != 500, let last = sent.lastSchemaStep else { return nil }
        return .perhapsSchema(last)
    }

    private func lesson(of name: String, _ sent: SentRequest) -> Lesson? {
        if let setting = Self.setting(name, sent) {
            return setting == .tokenLimit && sent.hasOtherTokenName ? .renameTokenLimit : .drop(setting)
        }
        if let step = sent.nextSchemaStep, Self.schemaNames.contains(name) { return .schema(schemaStep(step, sent)) }
        return nil
    }

    /// The setting that was sent under a name.
    private static func setting(_ name: String, _ sent: SentRequest) -> Setting? {
        Setting.allCases.first { $0.names.contains(name) && $0.isSet(in: sent.options) }
    }

    /// A conversation that the server's template can't write.
    private func lesson(ofRoles sent: SentRequest) -> Lesson? {
        if sent.endsWithModel, contains(Self.endings) { return .endWithUser }
        let isTemplate = contains(FaultWords.template)
        guard contains(Self.systemPhrases) || isTemplate || named.contains("role") || named.contains("messages0role")
        else { return nil }
        if sent.hasSystem { return .foldSystem }
        return sent.endsWithModel && isTemplate ? .endWithUser : nil
    }

    /// Which form of a schema comes next: the last when `response_format` itself is unknown, the first without
    /// `json_schema` when that alone is.
    private func schemaStep(_ next: Int, _ sent: SentRequest) -> Int {
        guard let last = sent.lastSchemaStep else { return next }
        let knowsForms = contains([
            "json_schema", "json_object", "json schema", "type", "schema", "api version", "api-version",
        ])
        if !knowsForms, contains(Self.unknownField) { return last }
        if contains(["must be 'json_schema' or 'text'", "'json_schema' or 'text'"]), next > 1 { return last }
        return next
    }

    /// Whether it is about tools as such, and not about a part of one.
    private var rejectsTools: Bool {
        if contains(Self.toolPhrases) { return true }
        let isNamed = named == ["tools"] || named == ["body", "tools"] || contains(Self.toolsAlone)
        return isNamed && contains(Self.unknownField + ["does not exist", "no such"])
    }

    private func contains(_ phrases: [String]) -> Bool {
        phrases.contains { text.contains($0) }
    }

    /// Words that are names for certain: those that no prose has, and others where a rejection stands next to them.
    private var words: [String] {
        let all = text.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == ":") }
        return all.indices.compactMap { index in
            let word = Self.plain(String(all[index]))
            if Self.distinct.contains(word) || all[index].contains("_") { return word }
            let before = index > 0 ? all[index - 1] : ""
            let after = index + 1 < all.count ? all[index + 1] : ""
            let isNamed =
                before.hasSuffix(":") || Self.nouns.contains(String(before)) || Self.verbs.contains(String(after))
            return isNamed ? word : nil
        }
    }

    /// A name as letters and digits in lower case, so that `max_tokens` and `maxTokens` are one.
    static func plain(_ name: String) -> String {
        name.lowercased().filter { $0.isLetter || $0.isNumber }
    }

    private static let distinct: Set<String> = [
        "maxtokens", "maxcompletiontokens", "maxoutputtokens", "temperature", "logprobs", "toplogprobs", "randomseed",
    ]
    private static let nouns: Set<String> = [
        "parameter", "parameters", "argument", "arguments", "field", "fields", "property", "key", "option", "param",
        "params",
    ]
    private static let verbs: Set<String> = ["is", "are", "parameter", "field", "does", "cannot", "isn", "not", "must"]
    /// A text that is too long is no parameter's fault.
    private static let lengths = [
        "context length", "context_length", "context window", "context size", "maximum context", "too many tokens",
        "prompt is too long", "input is too long", "reduce the length", "exceeds the maximum number of tokens",
    ]
    private static let bounds = [
        "too large", "too high", "too small", "must be between", "less than", "greater than", "at least", "at most",
        "out of range", "range:", "maximum value", "minimum value", "exceeds", "valid range",
    ]
    /// Words by which servers say that they do not take a parameter.
    private static let rejections = [
        "unsupported", "not support", "n't support", "unrecognized", "unrecognised", "unknown", "unexpected",
        "not permitted",
        "not allowed", "extra inputs", "invalid", "deprecated", "cannot be", "can't be", "not available", "unavailable",
        "not enabled", "not accept", "not recognized", "not a valid", "no longer", "removed", "disallowed", "forbidden",
        // Said by servers of parameters that they know and do not serve.
        "not implemented",
    ]
    /// Words of servers that take no temperature of 0.
    private static let positivePhrases = [
        "strictly positive", "greater than 0", "must be positive", "must be in (0", "must be > 0", "larger than 0",
        "range (0", "(0,", "(0.0,",
    ]
    /// Words of servers that have streams alone.
    private static let streamPhrases = [
        "only support stream", "only supports stream", "non-streaming", "non-stream", "enable the stream",
        "stream must be true", "stream=true", "set stream to true", "requires streaming", "streaming is required",
    ]
    private static let unknownField = [
        "unrecognized", "unrecognised", "unknown", "unexpected", "not permitted", "extra inputs", "not support",
        "unsupported", "not allowed",
    ]
    private static let schemaNames: Set<String> = [
        "responseformat", "jsonschema", "jsonobject", "responseschema", "responsejsonschema", "responsemimetype",
        "toolchoice", "tools", "outputconfig", "format", "structuredoutputs", "requireparameters", "inputschema",
        "grammar", "additionalproperties", "disableparalleltooluse",
    ]
    private static let schemaPhrases = [
        "response_format", "response format", "responseformat", "json_schema", "json schema", "json_object",
        "json mode",
        "structured output", "mime type", "response_schema", "grammar", "tool_choice", "tools param", "tool use",
        "support tools", "function calling", "requested parameters", "containing the word", "word 'json'",
        "invalid schema", "additionalproperties", "invalid format", "guided", "failed to deserialize",
        "required for format",
    ]
    /// Words of servers whose model, template or settings have no tools.
    private static let toolPhrases = [
        "not support tool", "n't support tool", "support tool use", "enable-auto-tool-choice", "tools param requires",
        "tool calling is not", "tool use is not", "tool calls are not", "tools are not supported",
        "tools is not supported", "tools not supported", "tools not allowed", "not support function call",
        "n't support function call", "function calling is not", "tool calling` not supported",
        "tool calling not supported", "function call is not supported",
    ]
    /// The field's name by itself, as prose has it.
    private static let toolsAlone = [
        "'tools'", "\"tools\"", "`tools`", "supplied: tools", "parameter: tools", "field: tools", "argument: tools",
    ]
    private static let systemPhrases = [
        "system role", "system message", "system prompt", "system instruction", "system_instruction",
        "systeminstruction",
        "developer instruction", "role 'system'", "role: system", "role \"system\"", "support 'system'",
        "role system", "only user and assistant roles",
    ]
    private static let endings = [
        "prefill", "last message", "must end with", "end with a user", "final message", "add_generation_prompt",
        "last role", "continue_final_message", "must alternate",
    ]
}

/// The parts of a request that a rejection may be about.
struct SentRequest: Sendable {
    let options: ChatOptions
    let hasSystem: Bool
    let hasTools: Bool
    let endsWithModel: Bool
    /// Whether the reply may come as a stream, and was not asked for so.
    let mayStream: Bool
    /// Whether the limit of tokens has a name that was not tried yet.
    let hasOtherTokenName: Bool
    /// The form of the schema that would be tried next; nil without a schema, or when there is none left.
    let nextSchemaStep: Int?
    /// The form in which nothing but the prompt asks.
    let lastSchemaStep: Int?
    /// Fields that the user has set.
    let extra: [String]

    /// The parts of `request` that a server with these habits gets.
    init(
        _ request: ChatRequest, _ habits: ServerHabits, forms: [SchemaForm], hasOtherTokenName: Bool,
        mayStream: Bool = false
    ) {
        self.mayStream = mayStream && !habits.streams && request.options.extra["stream"] == nil
        options = request.options
        hasSystem = request.messages.contains { $0.role == .system }
        hasTools = !request.tools.isEmpty
        endsWithModel = request.messages.last?.role == .assistant
        self.hasOtherTokenName = hasOtherTokenName && !habits.usesOtherTokenName
        let last = forms.count - 1
        let isAsking = request.schema != nil && habits.schemaStep < last
        nextSchemaStep = isAsking ? habits.schemaStep + 1 : nil
        lastSchemaStep = isAsking ? last : nil
        extra = request.options.extra.keys.sorted()
    }
}
