import HTTPTransport

extension OpenAIModel {
    /// The newest general version of Azure's interface that has all that is needed here.
    private static let azureVersion = "2024-10-21"

    /// The addresses of chat completions in a batch, which Microsoft's examples spell in several ways.
    private static let batchURL = "AZURE_OPENAI_BATCH_URL"
    private static let batchEndpoint = "AZURE_OPENAI_BATCH_ENDPOINT"

    /// `azure/<deployment>`: OpenAI's interface behind a resource of one's own.
    ///
    /// The resource's address is the base URL or `AZURE_OPENAI_ENDPOINT`; `AZURE_OPENAI_API_VERSION` replaces the
    /// version of the interface; `AZURE_OPENAI_BATCH_URL` and `AZURE_OPENAI_BATCH_ENDPOINT` replace the address of chat
    /// completions on a batch's lines and in its job. An address that ends in `/openai/v1` means the newer interface, which has no version.
    /// An address of chat completions as Azure's pages show it, with deployment and version, is taken as well.
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
        let shown = Self.shown(given)
        let base = try ModelReference.checked(shown.resource, model: reference.name)
        let key = try ProviderKey.find(["AZURE_OPENAI_API_KEY"], for: reference, in: context)
        var headers: HTTPHeaders = ["Content-Type": "application/json"]
        if let key { headers.append("api-key", key) }
        var preset = Preset.openAI
        func settled(_ variable: String, else usual: String) -> String {
            let value = context.environment[variable]?.trimmedBlanks ?? ""
            return value.isEmpty ? usual : value
        }
        guard !base.hasSuffix("/openai/v1") else {
            preset.batches = .azure(
                .init(
                    base: base, query: "", url: settled(Self.batchURL, else: "/v1/chat/completions"),
                    jobEndpoint: settled(Self.batchEndpoint, else: "/chat/completions")))
            self.init(
                reference, url: base + "/chat/completions", headers: headers, secrets: [key].compactMap { $0 },
                context: context, preset: preset)
            return
        }
        let version = PathEscape.component(
            shown.version ?? settled("AZURE_OPENAI_API_VERSION", else: Self.azureVersion))
        let deployment = PathEscape.component(reference.model)
        preset.batches = .azure(
            .init(
                base: "\(base)/openai", query: "?api-version=\(version)",
                url: settled(Self.batchURL, else: "/chat/completions"),
                jobEndpoint: settled(Self.batchEndpoint, else: "/chat/completions")))
        self.init(
            reference, url: "\(base)/openai/deployments/\(deployment)/chat/completions?api-version=\(version)",
            headers: headers, secrets: [key].compactMap { $0 }, context: context, preset: preset)
    }

    /// The resource's address and the version in an address that Azure's pages show; any other stays as it is.
    private static func shown(_ address: String) -> (resource: String, version: String?) {
        let parts = address.trimmedBlanks.split(separator: "?", maxSplits: 1)
        let field = "api-version="
        guard let path = parts.first, parts.count == 1 || parts[1].hasPrefix(field) && !parts[1].contains("&") else {
            return (address, nil)
        }
        let end = path.firstRange(of: "/openai/deployments/")?.lowerBound ?? path.endIndex
        let resource = path[..<end].hasSuffix("/chat/completions") ? path.dropLast(17) : path[..<end]
        return (String(resource), parts.count == 2 ? String(parts[1].dropFirst(field.count)) : nil)
    }
}
