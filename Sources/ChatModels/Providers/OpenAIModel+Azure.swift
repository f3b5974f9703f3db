import HTTPTransport

extension OpenAIModel {
    /// The newest general version of Azure's interface that has all that is needed here.
    private static let azureVersion = "2024-10-21"

    /// `azure/<deployment>`: OpenAI's interface behind a resource of one's own.
    ///
    /// The resource's address is the base URL or `AZURE_OPENAI_ENDPOINT`; `AZURE_OPENAI_API_VERSION` replaces the
    /// version of the interface. An address that ends in `/openai/v1` means the newer interface, which has no version.
    ///
    /// - Throws: ``ChatError/configuration(model:problem:)`` when address or key are missing.
    init(azure reference: ModelReference, context: ModelContext) throws(ChatError) {
        let endpoint = context.environment["AZURE_OPENAI_ENDPOINT"]?.trimmedBlanks ?? ""
        guard let given = reference.baseURL ?? (endpoint.isEmpty ? nil : endpoint) else {
            throw ChatError.configuration(
                model: reference.name,
                problem:
                    "no address: set AZURE_OPENAI_ENDPOINT to https://<resource>.openai.azure.com, or give a base URL")
        }
        let base = try ModelReference.checked(given, model: reference.name)
        let key = try ProviderKey.find(["AZURE_OPENAI_API_KEY"], for: reference, in: context)
        var headers: HTTPHeaders = ["Content-Type": "application/json"]
        if let key { headers.append("api-key", key) }
        guard !base.hasSuffix("/openai/v1") else {
            self.init(
                reference, url: base + "/chat/completions", headers: headers, secrets: [key].compactMap { $0 },
                context: context)
            return
        }
        let wanted = context.environment["AZURE_OPENAI_API_VERSION"]?.trimmedBlanks ?? ""
        let version = PathEscape.component(wanted.isEmpty ? Self.azureVersion : wanted)
        let deployment = PathEscape.component(reference.model)
        self.init(
            reference, url: "\(base)/openai/deployments/\(deployment)/chat/completions?api-version=\(version)",
            headers: headers, secrets: [key].compactMap { $0 }, context: context)
    }
}
