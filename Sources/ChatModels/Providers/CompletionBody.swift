import Foundations
import Records

/// A chat completion in the body of a response, which a gateway may have put into another.
enum CompletionBody {
    private static let wrappers = ["data", "result", "response", "body", "output"]
    private static let deepest = 3

    /// The completion within a body; the body itself when it holds none.
    static func completion(in body: JSONValue) -> JSONValue {
        var json = body
        for _ in 0..<deepest {
            if json["choices"]?.isGiven == true { return json }
            guard let inner = inner(of: json) else { return body }
            json = inner
        }
        return json["choices"] == nil ? body : json
    }

    private static func inner(of json: JSONValue) -> JSONValue? {
        switch json {
        case .string(let text): TolerantJSON.value(Array(text.utf8))
        case .array(let items): items.count == 1 ? items.first : nil
        case .object(let members): wrappers.lazy.compactMap { members[$0] }.first { $0.isGiven }
        case .null, .bool, .int, .number: nil
        }
    }

    /// The message of a choice, in whichever place servers write it.
    static func message(of choice: JSONValue) -> JSONValue? {
        let message = choice["message"] ?? choice["delta"] ?? choice["text"]
        return message.map { $0.stringValue == nil ? $0 : .object(["content": $0]) }
    }

    /// What a body is that has no choices, and what to do about it.
    static func problem(of body: JSONValue) -> String {
        if body["message"] != nil, body["done"] != nil {
            return "it is a reply of Ollama's own interface; name the model ollama/…, or end the base URL with /v1"
        }
        if body["content"] != nil, body["stop_reason"] != nil {
            return "it is a reply of Anthropic's interface; name the model anthropic/…"
        }
        if body["candidates"] != nil { return "it is a reply of Gemini's interface; name the model gemini/…" }
        if body["object"] == .string("response") {
            return "it is a reply of the Responses interface; the base URL has to lead to chat completions"
        }
        return body["choices"] == nil ? "it has no 'choices'" : "its list of 'choices' is empty"
    }

    /// Whether a body without a choice says that a filter kept the prompt from the model.
    static func isFiltered(_ body: JSONValue) -> Bool {
        ProviderFault(json: body).isContentFilter(status: 400) || isMarked(body)
    }

    /// Whether a body or a choice has the marks of a filter that left nothing: Azure's results, or MiniMax's flags.
    static func isMarked(_ json: JSONValue) -> Bool {
        let results = (json["prompt_filter_results"]?.items ?? []) + [json]
        return results.contains { result in
            (result["content_filter_results"]?.members ?? [:]).values.contains { $0["filtered"] == .bool(true) }
        } || ["input_sensitive", "output_sensitive"].contains { json[$0] == .bool(true) }
    }
}
