import Foundations
import Images
import Records
import Testing

@testable import ChatModels

/// What goes over the wire for a message with an image.
@Suite("images in messages")
struct ImageInputTests {
    private func request() throws -> (ChatRequest, ImageFile) {
        let image = try SimulatedPicture.image(isUnsafe: false)
        var request = ask("What is this?")
        request.messages[1].images = [image]
        return (request, image)
    }

    private func sent(_ model: String, _ request: ChatRequest, reply: String) async throws -> JSONValue? {
        let client = ScriptedClient(200, reply)
        let model = try ModelRegistry.model(model, baseURL: "https://m.test", context: context(http: client))
        #expect(try await model.reply(to: request).text == "A square.")
        return client.lastBody
    }

    @Test func openAI() async throws {
        let (request, image) = try request()
        let body = try await sent(
            "openai/m", request, reply: #"{"choices":[{"message":{"content":"A square."}}]}"#)
        #expect(
            body?["messages"]?.items.last
                == [
                    "role": "user",
                    "content": [
                        ["type": "text", "text": "What is this?"],
                        ["type": "image_url", "image_url": ["url": .string("data:image/png;base64,\(image.base64)")]],
                    ],
                ])
    }

    @Test func anthropic() async throws {
        let (request, image) = try request()
        let body = try await sent(
            "anthropic/m", request,
            reply: #"{"content":[{"type":"text","text":"A square."}],"stop_reason":"end_turn"}"#)
        #expect(
            body?["messages"]?.items.last?["content"]
                == [
                    [
                        "type": "image",
                        "source": ["type": "base64", "media_type": "image/png", "data": .string(image.base64)],
                    ],
                    ["type": "text", "text": "What is this?"],
                ])
    }

    @Test func gemini() async throws {
        let (request, image) = try request()
        let body = try await sent(
            "gemini/m", request,
            reply: #"{"candidates":[{"content":{"parts":[{"text":"A square."}]},"finishReason":"STOP"}]}"#)
        #expect(
            body?["contents"]?.items.last?["parts"]
                == [
                    ["text": "What is this?"],
                    ["inlineData": ["mimeType": "image/png", "data": .string(image.base64)]],
                ])
    }

    @Test func ollama() async throws {
        let (request, image) = try request()
        let body = try await sent("ollama/m", request, reply: #"{"message":{"content":"A square."},"done":true}"#)
        #expect(body?["messages"]?.items.last?["images"] == [.string(image.base64)])
    }

    @Test(
        "A model that sees nothing refuses an image in place of leaving it out",
        arguments: ["completion/m", "images/m"])
    func refused(model: String) async throws {
        let (request, _) = try request()
        let client = ScriptedClient(200, "{}")
        let model = try ModelRegistry.model(model, baseURL: "https://m.test", context: context(http: client))
        await #expect(throws: ChatError.self) { try await model.reply(to: request) }
        #expect(client.requests.isEmpty)
    }
}
