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
