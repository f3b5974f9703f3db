/// Turns texts into vectors, near to each other for texts of like meaning.
package protocol Embedder: Sendable {
    /// Names the vectors, so that those of two models are never compared.
    var name: String { get }
    /// Texts of one call at most, 1 or more.
    var batchSize: Int { get }
    /// A vector of length 1 for each text, in order, all with the same number of coordinates.
    ///
    /// - Throws: ``EmbeddingError``, or `CancellationError`.
    func vectors(of texts: [String]) async throws -> [[Float]]
}

/// Why there are no vectors.
package enum EmbeddingError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The server could not be reached or refused.
    case unavailable(server: String, detail: String)
    /// The key is missing or wrong.
    case unauthorized(server: String)
    /// The response holds no usable vectors.
    case unreadable(server: String, detail: String)

    /// The fault and the remedy.
    package var description: String {
        switch self {
        case .unavailable(let server, let detail):
            "no vectors from \(server): \(detail); check the embedder and its base URL, or leave it out"
        case .unauthorized(let server):
            "\(server) refused the key; set OPENAI_API_KEY to one that may make embeddings"
        case .unreadable(let server, let detail):
            "the response of \(server) can't be used: \(detail); check that it serves OpenAI's /v1/embeddings"
        }
    }
}
