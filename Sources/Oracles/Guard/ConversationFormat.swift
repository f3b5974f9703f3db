import ChatModels
import SafetyGrid

/// `chat`: the conversation as it is, for an interface that puts the guard's own template around it, as those of Ollama,
/// vLLM and the hosts of open models do. The categories are then the model's.
struct ConversationFormat: GuardFormat {
    let markers = LlamaGuardFormat.allMarkers + ShieldGemmaFormat.allMarkers + GraniteGuardianFormat.allMarkers

    func messages(prompt: String, response: String, hazard: DimensionValue?) -> [ChatRequest.Message] {
        [.init(.user, prompt), .init(.assistant, response)]
    }

    func reading(of reply: ChatReply) -> GuardReading? {
        LlamaGuardFormat.reading(of: reply, codes: LlamaGuardCategories.codes) ?? LabelledReply.reading(of: reply)
            ?? YesNoReply.reading(of: reply)
    }
}
