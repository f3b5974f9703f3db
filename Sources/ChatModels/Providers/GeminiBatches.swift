import Foundations
import HTTPTransport

/// Gemini's batches: a file of requests, since only its lines have keys that surely come back, and an operation.
struct GeminiBatches: BatchInterface {
    let endpoint: BatchEndpoint
    /// The address of uploads and downloads: the same host, with a word before the version.
    let host: String
    let version: String
    let learning: LearningEndpoint
    let name: String
    let body: @Sendable (LearningEndpoint.Call) -> JSONValue

    var model: String { endpoint.model }

    func line(for request: ChatRequest, key: String) async -> BatchLine {
        let (body, habits) = await learning.line(of: request, body: body)
        return BatchLine(key: key, .object(["key": .string(key), "request": body]), habits: habits)
    }

    func submit(_ lines: [BatchLine], name batch: String) async throws -> String {
        let file = try await upload(BatchEndpoint.file(of: lines), name: batch)
        let operation = try await endpoint.post(
            "/models/\(PathEscape.component(name)):batchGenerateContent",
            .object([
                "batch": .object([
                    "displayName": .string(batch), "inputConfig": .object(["fileName": .string(file)]),
                ])
            ]))
        return try endpoint.id(in: operation, "name")
    }

    /// Sends a file in the two steps that the interface wants.
    private func upload(_ file: [UInt8], name: String) async throws -> String {
        let begin = try await endpoint.answer(
            "POST", "\(host)/upload/\(version)/files",
            Array(JSONValue.object(["file": .object(["displayName": .string(name)])]).text.utf8),
            fields: [
                ("X-Goog-Upload-Protocol", "resumable"), ("X-Goog-Upload-Command", "start"),
                ("X-Goog-Upload-Header-Content-Length", "\(file.count)"),
                ("X-Goog-Upload-Header-Content-Type", "application/jsonl"),
            ], repeating: .byStatus)
        // The key goes to no other host, whatever the answer says.
        guard let address = begin.headers["X-Goog-Upload-URL"], address.hasPrefix(host + "/") else {
            throw ChatError.unreadable(
                model: model, problem: "the batch interface gave no address for the file on its own host", excerpt: "")
        }
        let answer = try await endpoint.answer(
            "POST", address, file, type: "application/jsonl",
            fields: [("X-Goog-Upload-Command", "upload, finalize"), ("X-Goog-Upload-Offset", "0")],
            repeating: .byStatus
        ).json()
        return try endpoint.id(in: answer["file"] ?? answer, "name")
    }

    func find(_ batch: SoughtBatch) async throws -> String? {
        let list = try await endpoint.get("/batches?pageSize=100")
        let operations = (list["operations"] ?? list["batches"])?.items ?? []
        return try operations.first {
            ($0["metadata"]?["displayName"] ?? $0["displayName"])?.stringValue == batch.name
        }.map { try endpoint.id(in: $0, "name") }
    }

    /// States of batches that go on; an operation need not say any.
    private static let states: Set = [
        "", "unspecified", "queued", "pending", "running", "updating", "paused", "cancelling",
    ]

    func status(of id: String) async throws -> BatchStatus {
        let operation = try await endpoint.get("/" + path(id))
        let written = (operation["metadata"]?["state"] ?? operation["state"])?.stringValue ?? ""
        let state = ["BATCH_STATE_", "JOB_STATE_"].reduce(written) { $0.replacing($1, with: "") }
        let ends = ["SUCCEEDED", "PARTIALLY_SUCCEEDED", "FAILED", "CANCELLED", "EXPIRED"]
        guard ends.contains(state) || operation["done"] == .bool(true) else {
            return BatchStatus(state: state, known: Self.states, expiresAt: nil)
        }
        var sources: [BatchStatus.Source] = []
        for place in [operation["response"], operation["metadata"]?["output"]].compactMap({ $0 })
        where sources.isEmpty {
            if let file = place["responsesFile"]?.stringValue, !file.isEmpty { sources.append(.file(file)) }
            let inline = place["inlinedResponses"]?["inlinedResponses"]?.items ?? []
            if !inline.isEmpty { sources.append(.inline(inline)) }
        }
        let words = endpoint.words(of: operation["error"])
        let isWhole = state.hasSuffix("SUCCEEDED") || state.isEmpty
        return BatchStatus(hasEnded: true, problem: isWhole ? words : words ?? state.lowercased(), sources: sources)
    }

    func results(of status: BatchStatus) async throws -> [BatchResult] {
        var results: [BatchResult] = []
        for source in status.sources {
            let lines =
                switch source {
                case .inline(let lines): lines
                case .file(let file):
                    try await endpoint.file("\(host)/download/\(version)/\(path(file)):download?alt=media")
                }
            results += lines.compactMap(Self.result)
        }
        return results
    }

    private static func result(_ line: JSONValue) -> BatchResult? {
        guard let key = (line["key"] ?? line["metadata"]?["key"])?.stringValue else { return nil }
        if let error = line["error"], error.isGiven {
            let code = error["code"]?.count ?? 0
            let status = (400..<600).contains(code) ? code : statuses[code] ?? 500
            guard status != 408 else { return BatchResult(key: key, outcome: .undone) }
            return BatchResult(key: key, outcome: .response(status: status, body: .object(["error": error])))
        }
        guard let response = line["response"], response.isGiven else {
            return BatchResult(key: key, outcome: .undone)
        }
        return BatchResult(key: key, outcome: .response(status: 200, body: response))
    }

    /// Google's codes of remote calls; cancelled and too late stand for nothing done.
    private static let statuses = [
        1: 408, 3: 400, 4: 408, 5: 404, 7: 403, 8: 429, 9: 400, 11: 400, 13: 500, 14: 503, 16: 401,
    ]

    func cancel(_ id: String) async throws {
        _ = try await endpoint.post("/\(path(id)):cancel", .object([:]), repeating: .byStatus)
    }

    func reply(
        to request: ChatRequest, line: BatchLine, status: Int, body: JSONValue
    ) async throws -> ChatReply? {
        try await learning.reply(to: request, sent: line.habits, result: (status, body)) { answer in
            try GeminiAnswer(answer).reply()
        }
    }

    /// A name such as `batches/x1` as a path.
    private func path(_ name: String) -> String { PathEscape.component(name, keeping: "/") }
}
