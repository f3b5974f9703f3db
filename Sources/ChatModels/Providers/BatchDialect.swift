/// The batch interfaces of those who speak OpenAI's chat completions.
enum BatchDialect: Sendable {
    /// OpenAI's own, and that of servers that speak it.
    case openAI
    /// Azure's, which stands beside its deployments and not below one.
    case azure(AzurePlace)
    /// Mistral's.
    case mistral

    /// Where Azure's interface is, and by which names it knows the address of chat completions.
    struct AzurePlace: Sendable {
        /// Above files and batches.
        let base: String
        /// The version of the interface, as a query; empty for the newer one, which has none.
        let query: String
        /// The address as each line names it.
        let url: String
        /// The same as the job names it.
        let jobEndpoint: String
    }

    /// The interface.
    ///
    /// - Parameters:
    ///   - endpoint: the address above chat completions
    ///   - learning: knows what the server takes
    ///   - body: writes the bodies of requests
    func interface(
        _ endpoint: BatchEndpoint, _ learning: LearningEndpoint, _ body: OpenAIBody
    ) -> any BatchInterface {
        switch self {
        case .openAI: return OpenAIBatches(endpoint: endpoint, learning: learning, body: body)
        case .mistral: return MistralBatches(endpoint: endpoint, learning: learning, body: body)
        case .azure(let place):
            var azure = BatchEndpoint(
                model: endpoint.model, base: place.base, headers: endpoint.headers, secrets: endpoint.secrets,
                context: endpoint.context)
            azure.query = place.query
            return OpenAIBatches(
                endpoint: azure, learning: learning, body: body, url: place.url, jobEndpoint: place.jobEndpoint,
                // Microsoft asks for no more than a look a minute.
                shortestPause: place.base.contains(".azure.com") ? .seconds(60) : .milliseconds(100))
        }
    }
}
