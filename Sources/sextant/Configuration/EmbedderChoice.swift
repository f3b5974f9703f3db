import Foundation
import HTTPTransport
import Retrieval

/// Which model makes the vectors of passages: a flag's, else that below `pages:` in `sextant.yaml`, else none.
struct EmbedderChoice {
    private let model: String?
    private let baseURL: String

    init(model: String?, baseURL: String?, settings: PageSettings) {
        self.model = model ?? settings.embedder
        self.baseURL = baseURL ?? settings.embedderBaseURL ?? "https://api.openai.com/v1"
    }

    /// The model behind its server, with the key `OPENAI_API_KEY` of the environment; nil when none is chosen.
    func embedder(over http: @autoclosure () throws -> any HTTPClient) rethrows -> (any Embedder)? {
        guard let model else { return nil }
        let key = ProcessInfo.processInfo.environment["OPENAI_API_KEY"].flatMap { $0.isEmpty ? nil : $0 }
        return OpenAIEmbedder(model: model, baseURL: baseURL, key: key, http: try http())
    }
}
