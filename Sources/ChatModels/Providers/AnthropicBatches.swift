import FoundationEssentials
import Foundations
import HTTPTransport

/// Anthropic's message batches: the requests are the body of one call, and have no name but their keys.
struct AnthropicBatches: BatchInterface {
    let endpoint: BatchEndpoint
    let learning: LearningEndpoint
    let body: @Sendable (LearningEndpoint.Call) -> JSONValue
    let findsByName = false

    private static let path = "/messages/batches"
    /// How far the provider's clock may be from this machine's, in seconds.
    private static let clockError = 600.0

    var model: String { endpoint.model }

    func line(for request: ChatRequest, key: String) async -> BatchLine {
        let (body, habits) = await learning.line(of: request, body: body)
        return BatchLine(key: key, .object(["custom_id": .string(key), "params": body]), habits: habits)
    }

    func submit(_ lines: [BatchLine], name: String) async throws -> String {
        let requests = BatchEndpoint.file(
            of: lines, behind: "{\"requests\":[", before: "]}", separator: UInt8(ascii: ","))
        return try endpoint.id(in: try await endpoint.answer("POST", Self.path, requests, repeating: .never).json())
    }

    /// The batch that no other is known for, of as many requests, made at about the same time. If it is another's after
    /// all, its results have other keys.
    func find(_ batch: SoughtBatch) async throws -> String? {
        let list = try await endpoint.get(Self.path + "?limit=100")
        let like = (list["data"]?.items ?? []).filter { found in
            guard let id = found["id"]?.stringValue, !batch.others.contains(id),
                let text = found["created_at"]?.stringValue, let made = Self.seconds(text)
            else { return false }
            let requests = (found["request_counts"]?.members ?? [:]).values.compactMap(\.count).reduce(0, +)
            return requests == batch.requests && abs(made - batch.sentAt) <= Self.clockError
        }
        let nearest = like.min { left, right in
            func distance(_ found: JSONValue) -> Double {
                abs((found["created_at"]?.stringValue.flatMap(Self.seconds) ?? 0) - batch.sentAt)
            }
            return distance(left) < distance(right)
        }
        return try nearest.map { try endpoint.id(in: $0) }
    }

    func status(of id: String) async throws -> BatchStatus {
        let batch = try await endpoint.get("\(Self.path)/\(PathEscape.component(id))")
        let state = batch["processing_status"]?.stringValue ?? ""
        guard state == "ended" else {
            let end = batch["expires_at"]?.stringValue.flatMap(Self.seconds)
            return BatchStatus(state: state, known: ["in_progress", "canceling"], expiresAt: end)
        }
        guard batch["results_url"]?.isGiven == true else {
            return BatchStatus(hasEnded: true, problem: batch["archived_at"]?.isGiven == true ? "archived" : nil)
        }
        let counts = batch["request_counts"]
        let expired = counts?["expired"]?.count ?? 0
        let cancelled = counts?["canceled"]?.count ?? 0
        let problem = cancelled > 0 ? "canceled" : expired > 0 ? "expired" : nil
        // Below the address that the key is for, whatever address the answer names.
        return BatchStatus(
            hasEnded: true, problem: problem,
            sources: [.file("\(Self.path)/\(PathEscape.component(id))/results")])
    }

    func results(of status: BatchStatus) async throws -> [BatchResult] {
        var results: [BatchResult] = []
        for case .file(let path) in status.sources {
            results += try await endpoint.file(path).compactMap(Self.result)
        }
        return results
    }

    private static func result(_ line: JSONValue) -> BatchResult? {
        guard let key = line["custom_id"]?.stringValue else { return nil }
        let result = line["result"] ?? .null
        switch result["type"]?.stringValue {
        case "succeeded":
            return BatchResult(key: key, outcome: .response(status: 200, body: result["message"] ?? .null))
        case "errored":
            // The error comes in its envelope, or without.
            let error = result["error"] ?? .null
            let inner = error["error"] ?? error
            let status = statuses[inner["type"]?.stringValue ?? ""] ?? 500
            return BatchResult(key: key, outcome: .response(status: status, body: .object(["error": inner])))
        default: return BatchResult(key: key, outcome: .undone)
        }
    }

    /// The statuses with which the interface sends its errors when it is asked at once.
    private static let statuses = [
        "invalid_request_error": 400, "invalid_request": 400, "authentication_error": 401, "billing_error": 402,
        "permission_error": 403, "not_found_error": 404, "request_too_large": 413, "rate_limit_error": 429,
        "api_error": 500, "overloaded_error": 529,
    ]

    func cancel(_ id: String) async throws {
        _ = try await endpoint.post(
            "\(Self.path)/\(PathEscape.component(id))/cancel", .object([:]), repeating: .byStatus)
    }

    func reply(
        to request: ChatRequest, line: BatchLine, status: Int, body: JSONValue
    ) async throws -> ChatReply? {
        try await learning.reply(to: request, sent: line.habits, result: (status, body)) { answer in
            try AnthropicAnswer(answer).reply(schema: request.schema)
        }
    }

    /// Seconds since 1970 of a date like `2026-01-31T12:00:00.123456Z`.
    private static func seconds(_ text: String) -> Double? {
        let whole = text.prefix { $0 != "." && $0 != "Z" && $0 != "+" }
        return try? Date("\(whole)Z", strategy: .iso8601).timeIntervalSince1970
    }
}
