import ChatModels
import Foundation
import HTTPTransport
import Retrieval

/// The model that makes the vectors of passages, or none.
package struct EmbedderChoice: Sendable {
    private let model: String?
    private let baseURL: String

    /// A choice.
    ///
    /// - Parameters:
    ///   - model: name of the model; nil for none
    ///   - baseURL: its server; nil for OpenAI's
    package init(model: String?, baseURL: String?) {
        self.model = model
        self.baseURL = baseURL ?? "https://api.openai.com/v1"
    }

    /// The model behind its server, with the key `OPENAI_API_KEY` of the environment; nil when none is chosen.
    ///
    /// - Throws: ``ChatError`` for an address with a variable that is not set; the error of `http`.
    package func embedder(over http: @autoclosure () throws -> any HTTPClient) throws -> (any Embedder)? {
        guard let model else { return nil }
        let environment = ProcessInfo.processInfo.environment
        let baseURL = try EnvironmentText(baseURL, for: "the base URL", of: model, environment).text
        let key = environment["OPENAI_API_KEY"].flatMap { $0.isEmpty ? nil : $0 }
        return OpenAIEmbedder(model: model, baseURL: baseURL, key: key, http: try http())
    }
}
