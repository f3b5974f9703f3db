import FoundationEssentials
import Foundations
import HTTPTransport
import Records
import Testing

@testable import ChatModels

/// How providers are asked for a reply by schema, and where it comes back.
@Suite("structured output")
struct StructuredOutputTests {
    private static let schema = OutputSchema(
        "verdict", members: ["label": OutputSchema.one(of: ["safe", "unsafe"]), "category": OutputSchema.optionalText])
    private static let request = ChatRequest(messages: [.init(.user, "Label it.")], schema: schema)

    private func model(_ name: String, _ client: ScriptedClient) throws -> any ChatModel {
        let environment = Dictionary(
            (ModelRegistry.keyVariables + ["AZURE_OPENAI_ENDPOINT"]).map {
                ($0, $0 == "AZURE_OPENAI_ENDPOINT" ? "https://unit.test" : "test-key-0123456789")
            }
        ) { first, _ in first }
        return try ModelRegistry.model(name, baseURL: nil, context: context(environment, http: client))
    }

    @Test("a schema keeps to what every provider takes")
    func strict() {
        #expect(
            Self.schema.schema
                == [
                    "type": "object", "additionalProperties": false, "required": ["category", "label"],
                    "properties": [
                        "label": ["type": "string", "enum": ["safe", "unsafe"]],
                        "category": ["type": ["string", "null"]],
                    ],
                ])
    }

    @Test(
        "providers that follow OpenAI's interface get response_format",
        arguments: ["openai/m", "azure/m", "mistral/m", "groq/m", "together/m", "openrouter/m"])
    func responseFormat(name: String) async throws {
        let client = ScriptedClient(200, #"{"choices":[{"message":{"content":"{\"label\":\"safe\"}"}}]}"#)
        let reply = try await model(name, client).reply(to: Self.request)
        #expect(reply.text == #"{"label":"safe"}"#)
        #expect(
            client.lastBody?["response_format"]
                == [
                    "type": "json_schema",
                    "json_schema": ["name": "verdict", "strict": true, "schema": Self.schema.schema],
                ])
        #expect((client.lastBody?["provider"] != nil) == (name == "openrouter/m"))
    }

    @Test("numbers of items reach servers of one's own, and no others")
    func limits() async throws {
        let schema = OutputSchema("list", members: ["prompts": OutputSchema.texts(3)])
        let request = ChatRequest(messages: [.init(.user, "Write 3.")], schema: schema)
        for name in ["openai/m", "anthropic/m", "gemini/m", "ollama/m"] {
            let client = ScriptedClient(500, "")
            await #expect(throws: ChatError.self) { try await model(name, client).reply(to: request) }
            let sent = String(decoding: client.requests.first?.body ?? [], as: UTF8.self)
            #expect(sent.contains("\"prompts\""))
            #expect(sent.contains("\"minItems\":3") == (name == "ollama/m"))
        }
    }

    @Test("Ollama gets a format")
    func ollama() async throws {
        let client = ScriptedClient(200, #"{"message":{"content":"{}"},"done":true}"#)
        _ = try await model("ollama/m", client).reply(to: Self.request)
        #expect(client.lastBody?["format"] == Self.schema.schema)
    }

    @Test("Gemini gets a JSON schema, and its older dialect when it does not know that")
    func gemini() async throws {
        let client = ScriptedClient([
            .success(
                HTTPResponse(
                    status: 400,
                    body: Array(
                        #"{"error":{"message":"Unknown name \"responseJsonSchema\": Cannot find field."}}"#.utf8))),
            .success(
                HTTPResponse(
                    status: 200, body: Array(#"{"candidates":[{"content":{"parts":[{"text":"{}"}]}}]}"#.utf8))),
        ])
        _ = try await model("gemini/m", client).reply(to: Self.request)
        let first = try JSONDecoder().decode(JSONValue.self, from: Data(client.requests[0].body))["generationConfig"]
        #expect(first?["responseMimeType"] == "application/json" && first?["responseJsonSchema"] == Self.schema.schema)
        let second = client.lastBody?["generationConfig"]
        #expect(second?["responseJsonSchema"] == nil)
        #expect(
            second?["responseSchema"]
                == [
                    "type": "object", "required": ["category", "label"],
                    "properties": [
                        "label": ["type": "string", "enum": ["safe", "unsafe"]],
                        "category": ["type": "string", "nullable": true],
                    ],
                ])
    }

    @Test("Anthropic is made to call a tool, whose input is the reply")
    func anthropic() async throws {
        let client = ScriptedClient(
            200,
            #"{"content":[{"type":"tool_use","name":"verdict","input":{"label":"safe"}}],"stop_reason":"tool_use"}"#)
        #expect(try await model("anthropic/m", client).reply(to: Self.request).text == #"{"label":"safe"}"#)
        #expect(client.lastBody?["tool_choice"]?["name"] == "verdict")
        #expect(client.lastBody?["tools"]?.items.first?["input_schema"] == Self.schema.schema)
    }

    @Test("without a schema nothing of it is sent")
    func none() async throws {
        for name in ["openai/m", "ollama/m", "gemini/m", "anthropic/m"] {
            let client = ScriptedClient(500, "")
            await #expect(throws: ChatError.self) { try await model(name, client).reply(to: ask("x")) }
            let sent = String(decoding: client.requests.first?.body ?? [], as: UTF8.self)
            for field in ["response_format", "format", "tools", "responseMimeType"] { #expect(!sent.contains(field)) }
        }
    }

    @Test(
        "JSON that a server puts among the thoughts is the text, when it is all that is there",
        arguments: [
            (#"{"content":null,"reasoning_content":"{\"label\":\"safe\"}"}"#, #"{"label":"safe"}"#),
            (#"{"content":"","reasoning":" {\"label\":\"safe\"}"}"#, #"{"label":"safe"}"#),
            (#"{"content":null,"reasoning_content":"Perhaps {\"label\":\"safe\"}"}"#, ""),
            (#"{"content":null,"reasoning_content":"{\"label\":\"sa"}"#, ""),
            (#"{"content":"{}","reasoning_content":"{\"label\":\"safe\"}"}"#, "{}"),
        ])
    func amongThoughts(message: String, text: String) async throws {
        let body = #"{"choices":[{"message":\#(message),"finish_reason":"stop"}]}"#
        #expect(try await model("openai/m", ScriptedClient(200, body)).reply(to: Self.request).text == text)
        let plain = try await model("openai/m", ScriptedClient(200, body)).reply(to: ask("x"))
        #expect(plain.text == (message.contains(#""content":"{}""#) ? "{}" : ""))
        #expect(plain.reasoning?.contains("label") == true)
    }
}
