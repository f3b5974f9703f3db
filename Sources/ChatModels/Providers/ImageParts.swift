import Foundations
import Images
import Records

extension ImageFile {
    /// A part of a message as OpenAI, and most after it, write it.
    var openAIPart: JSONValue {
        .object(["type": .string("image_url"), "image_url": .object(["url": .string(dataAddress)])])
    }

    /// A block of a message as Anthropic has it.
    var anthropicBlock: JSONValue {
        .object([
            "type": .string("image"),
            "source": .object([
                "type": .string("base64"), "media_type": .string(format.mediaType), "data": .string(base64),
            ]),
        ])
    }

    /// A part of a message as Gemini has it.
    var geminiPart: JSONValue {
        .object(["inlineData": .object(["mimeType": .string(format.mediaType), "data": .string(base64)])])
    }
}

extension ChatRequest {
    /// Refuses a conversation with images for a model that could not see them.
    ///
    /// - Throws: ``ChatError/configuration(model:problem:)``.
    func refuseImages(of model: String) throws(ChatError) {
        guard messages.contains(where: { !$0.images.isEmpty }) else { return }
        throw ChatError.configuration(model: model, problem: "it takes no images; name a model that does")
    }
}

extension ProviderAnswer {
    /// The images of a chat completion's message, among the parts of its content or beside them, as `data:` addresses.
    ///
    /// - Throws: ``ChatError/unreadable(model:problem:excerpt:)`` for what is no image, or stands elsewhere: without it nobody could say
    ///   what the model made.
    func images(of message: JSONValue) throws(ChatError) -> [ImageFile] {
        let parts = (message["content"]?.items ?? []) + (message["images"]?.items ?? [])
        let sources = parts.compactMap { ($0["image_url"]?["url"] ?? $0["image_url"])?.stringValue }
        let files = sources.compactMap { ReceivedImages.base64(ofDataAddress: $0).flatMap(ReceivedImages.decoded) }
        guard files.count == sources.count else { throw unreadable("an image that is not in base 64") }
        do {
            return try ImageFile.all(files)
        } catch {
            throw unreadable(error.description)
        }
    }
}
