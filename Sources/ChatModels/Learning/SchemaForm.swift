/// A way of asking a provider for a reply by schema. A provider has several, from the strictest to none.
enum SchemaForm: Sendable, Equatable {
    /// OpenAI's `response_format` of type `json_schema`.
    case jsonSchema
    /// `response_format` of type `json_object` with a `schema` beside it, as llama.cpp and llama-cpp-python have it.
    case objectWithSchema
    /// `response_format` of type `json_object`.
    case object
    /// Anthropic: a tool that has to be called.
    case tool
    /// Ollama's `format` with the schema.
    case format
    /// Ollama's `format: "json"`.
    case formatJSON
    /// Gemini's `responseJsonSchema`.
    case responseJSONSchema
    /// Gemini's older `responseSchema`.
    case responseSchema
    /// Gemini's `responseMimeType` alone.
    case mimeType
    /// The prompt says it, and nothing else.
    case prompt

    /// Of OpenAI's interface and those that follow it.
    static let openAI: [SchemaForm] = [.jsonSchema, .objectWithSchema, .object, .prompt]
    /// Of Anthropic's interface.
    static let anthropic: [SchemaForm] = [.tool, .prompt]
    /// Of Ollama's own interface.
    static let ollama: [SchemaForm] = [.format, .formatJSON, .prompt]
    /// Of Gemini's own interface.
    static let gemini: [SchemaForm] = [.responseJSONSchema, .responseSchema, .mimeType, .prompt]
}
