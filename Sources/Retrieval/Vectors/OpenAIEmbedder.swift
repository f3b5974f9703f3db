import FoundationEssentials
import HTTPTransport

/// Vectors from OpenAI's embeddings interface, or from any server that speaks it.
package struct OpenAIEmbedder: Embedder, CustomStringConvertible, CustomReflectable {
    /// The model and the server's address.
    package let name: String
    /// Texts of one request.
    package let batchSize = 64
    private let model: String
    private let url: String
    private let key: String?
    private let http: any HTTPClient

    /// Characters of a text that are sent: within the 8,191 tokens of OpenAI's models.
    private static let maxCharacters = 8000
    /// Coordinates of a vector at most.
    private static let maxDimensions = 16_384

    /// A model at a server.
    ///
    /// - Parameters:
    ///   - model: the model's name there
    ///   - baseURL: as `https://api.openai.com/v1`, with or without `/v1`
    ///   - key: sent as a bearer token; nil for none
    ///   - http: sends the requests
    package init(model: String, baseURL: String, key: String?, http: any HTTPClient) {
        self.model = model
        url = Self.url(base: baseURL)
        self.key = key
        self.http = http
        name = "\(model) at \(Redaction.url(String(url.prefix { $0 != "?" })))"
    }

    /// The address of embeddings below a base URL.
    static func url(base: String) -> String {
        var base = base[...]
        while base.last == "/" { base.removeLast() }
        if base.hasSuffix("/embeddings") { return String(base) }
        let path = base.firstRange(of: "://").map { base[$0.upperBound...].contains("/") } ?? false
        return base + (path ? "/embeddings" : "/v1/embeddings")
    }

    package func vectors(of texts: [String]) async throws -> [[Float]] {
        guard !texts.isEmpty else { return [] }
        let body = Request(model: model, input: texts.map { String($0.prefix(Self.maxCharacters)) })
        var headers: HTTPHeaders = ["Content-Type": "application/json"]
        if let key { headers.append("Authorization", "Bearer \(key)") }
        let response: HTTPResponse
        do {
            let bytes = Array(try JSONEncoder().encode(body))
            response = try await http.send(
                HTTPRequest(method: "POST", url: url, headers: headers, body: bytes, label: "embeddings"))
        } catch let error as HTTPError {
            throw EmbeddingError.unavailable(server: name, detail: error.summary)
        }
        switch response.status {
        case 200..<300: return try read(response.body, count: texts.count)
        case 401, 403: throw EmbeddingError.unauthorized(server: name)
        default: throw EmbeddingError.unavailable(server: name, detail: "HTTP \(response.status)")
        }
    }

    /// The vectors of a response, in the order of the texts, brought to length 1.
    private func read(_ body: [UInt8], count: Int) throws(EmbeddingError) -> [[Float]] {
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(body)) else {
            throw unreadable("it is not JSON of that form")
        }
        guard answer.data.count == count else { throw unreadable("\(answer.data.count) vectors for \(count) texts") }
        var vectors = [[Float]](repeating: [], count: count)
        for (place, item) in answer.data.enumerated() {
            let index = item.index ?? place
            guard vectors.indices.contains(index), vectors[index].isEmpty else { throw unreadable("a wrong index") }
            guard let unit = Self.unit(item.embedding) else { throw unreadable("a vector without a direction") }
            guard unit.count <= Self.maxDimensions else { throw unreadable("\(unit.count) coordinates") }
            vectors[index] = unit
        }
        guard Set(vectors.map(\.count)).count == 1 else { throw unreadable("vectors of different lengths") }
        return vectors
    }

    private func unreadable(_ detail: String) -> EmbeddingError { .unreadable(server: name, detail: detail) }

    /// A vector scaled to length 1; nil when it has no direction.
    static func unit(_ vector: [Double]) -> [Float]? {
        let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        guard length.isFinite, length > 0 else { return nil }
        return vector.map { Float($0 / length) }
    }

    /// Name without the key.
    package var description: String { name }

    /// Nothing but the description.
    package var customMirror: Mirror { Mirror(self, children: ["embedder": description]) }

    private struct Request: Encodable {
        let model: String
        let input: [String]
    }

    private struct Answer: Decodable {
        struct Item: Decodable {
            let index: Int?
            let embedding: [Double]
        }

        let data: [Item]
    }
}
