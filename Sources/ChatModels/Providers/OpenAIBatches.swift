import Foundations
import HTTPTransport

/// The batch interface of OpenAI and Azure: a file of requests, a job, and files of results and errors.
struct OpenAIBatches: BatchInterface {
    let endpoint: BatchEndpoint
    let learning: LearningEndpoint
    let body: OpenAIBody
    /// The address of chat completions, as each line names it.
    var url = "/v1/chat/completions"
    /// The same, as the job names it.
    var jobEndpoint = "/v1/chat/completions"
    var shortestPause = Duration.milliseconds(100)

    /// Batches of a list's page, and pages that are looked through for a batch: more than are made in the meantime.
    private static let page = 100
    private static let mostPages = 5
    /// States of jobs that go on, here and at gateways.
    private static let states: Set = [
        "validating", "queued", "pending", "running", "in_progress", "finalizing", "cancelling", "canceling",
        // Azure's, as its older interfaces write them.
        "inprogress", "notrunning", "notstarted",
    ]

    var model: String { endpoint.model }

    func line(for request: ChatRequest, key: String) async -> BatchLine {
        let (body, habits) = await learning.line(of: request, body: body.json)
        return BatchLine(
            key: key,
            .object(["custom_id": .string(key), "method": .string("POST"), "url": .string(url), "body": body]),
            habits: habits)
    }

    func submit(_ lines: [BatchLine], name: String) async throws -> String {
        let file = try await endpoint.upload(lines, name: name)
        let job = try await endpoint.post(
            "/batches",
            .object([
                "input_file_id": .string(file), "endpoint": .string(jobEndpoint),
                "completion_window": .string("24h"), "metadata": .object(["sextant": .string(name)]),
            ]))
        return try endpoint.id(in: job)
    }

    func find(_ batch: SoughtBatch) async throws -> String? {
        var after = ""
        for _ in 0..<Self.mostPages {
            let list = try await endpoint.get("/batches?limit=\(Self.page)\(after)")
            let jobs = list["data"]?.items ?? []
            if let job = jobs.first(where: { $0["metadata"]?["sextant"]?.stringValue == batch.name }) {
                return try endpoint.id(in: job)
            }
            guard list["has_more"] == .bool(true), let last = jobs.last?["id"]?.stringValue else { return nil }
            after = "&after=\(PathEscape.component(last))"
        }
        return nil
    }

    func status(of id: String) async throws -> BatchStatus {
        let job = try await endpoint.get("/batches/\(PathEscape.component(id))")
        // Azure's examples write states in capitals.
        let state = job["status"]?.stringValue?.lowercased() ?? ""
        guard ["failed", "completed", "expired", "cancelled", "canceled"].contains(state) else {
            return BatchStatus(state: state, known: Self.states, expiresAt: job["expires_at"]?.count.map(Double.init))
        }
        let files = ["output_file_id", "error_file_id"].compactMap { job[$0]?.stringValue }.filter { !$0.isEmpty }
        let words = endpoint.words(of: job["errors"]?["data"])
        return BatchStatus(
            hasEnded: true, problem: state == "completed" ? words : words ?? state, sources: files.map { .file($0) })
    }

    func results(of status: BatchStatus) async throws -> [BatchResult] {
        try await endpoint.openAIResults(of: status)
    }

    func cancel(_ id: String) async throws {
        _ = try await endpoint.post("/batches/\(PathEscape.component(id))/cancel", .object([:]), repeating: .byStatus)
    }

    func reply(
        to request: ChatRequest, line: BatchLine, status: Int, body: JSONValue
    ) async throws -> ChatReply? {
        try await learning.openAIReply(to: request, line, status, body)
    }
}

/// The batch interface of Mistral: files as OpenAI's, and jobs of its own.
struct MistralBatches: BatchInterface {
    let endpoint: BatchEndpoint
    let learning: LearningEndpoint
    let body: OpenAIBody

    private static let page = 100
    /// How long a job may take.
    private static let hours = 24
    private static let states: Set = ["queued", "running", "cancellation_requested"]
    private static let ends = ["success", "failed", "timeout_exceeded", "cancelled", "canceled"]

    var model: String { endpoint.model }

    func line(for request: ChatRequest, key: String) async -> BatchLine {
        let (body, habits) = await learning.line(of: request, body: body.json)
        // The job names the model, once for all lines.
        let fields = body.members.filter { $0.key != "model" }
        return BatchLine(key: key, .object(["custom_id": .string(key), "body": .object(fields)]), habits: habits)
    }

    func submit(_ lines: [BatchLine], name: String) async throws -> String {
        let file = try await endpoint.upload(lines, name: name)
        let job = try await endpoint.post(
            "/batch/jobs",
            .object([
                "input_files": .array([.string(file)]), "endpoint": .string("/v1/chat/completions"),
                "model": .string(body.model), "metadata": .object(["sextant": .string(name)]),
                "timeout_hours": .int(Self.hours),
            ]))
        return try endpoint.id(in: job)
    }

    func find(_ batch: SoughtBatch) async throws -> String? {
        let list = try await endpoint.get("/batch/jobs?page=0&page_size=\(Self.page)&order_by=-created")
        return try (list["data"]?.items ?? []).first { $0["metadata"]?["sextant"]?.stringValue == batch.name }
            .map { try endpoint.id(in: $0) }
    }

    func status(of id: String) async throws -> BatchStatus {
        let job = try await endpoint.get("/batch/jobs/\(PathEscape.component(id))")
        let state = job["status"]?.stringValue?.lowercased() ?? ""
        guard Self.ends.contains(state) else {
            let end = job["created_at"]?.count.map { Double($0 + Self.hours * 3600) }
            return BatchStatus(state: state, known: Self.states, expiresAt: end)
        }
        let files = ["output_file", "error_file"].compactMap { job[$0]?.stringValue }.filter { !$0.isEmpty }
        let inline = job["outputs"]?.items ?? []
        let words = endpoint.words(of: job["errors"])
        return BatchStatus(
            hasEnded: true, problem: state == "success" ? words : words ?? state,
            sources: files.map { .file($0) } + (inline.isEmpty ? [] : [.inline(inline)]))
    }

    func results(of status: BatchStatus) async throws -> [BatchResult] {
        try await endpoint.openAIResults(of: status)
    }

    func cancel(_ id: String) async throws {
        _ = try await endpoint.post(
            "/batch/jobs/\(PathEscape.component(id))/cancel", .object([:]), repeating: .byStatus)
    }

    func reply(
        to request: ChatRequest, line: BatchLine, status: Int, body: JSONValue
    ) async throws -> ChatReply? {
        try await learning.openAIReply(to: request, line, status, body)
    }
}

extension BatchEndpoint {
    /// The results in files, in OpenAI's shape.
    fileprivate func openAIResults(of status: BatchStatus) async throws -> [BatchResult] {
        var results: [BatchResult] = []
        for source in status.sources {
            let lines =
                switch source {
                case .inline(let lines): lines
                case .file(let id): try await file("/files/\(PathEscape.component(id))/content")
                }
            results += lines.compactMap(Self.openAIResult)
        }
        return results
    }

    /// A result; nil for a line that names no request.
    private static func openAIResult(_ line: JSONValue) -> BatchResult? {
        guard let key = line["custom_id"]?.stringValue else { return nil }
        if let response = line["response"], response.isGiven {
            let body = response["body"] ?? .null
            // A refused request has no error of its own: its status tells.
            let status = response["status_code"]?.count ?? (body["error"]?.isGiven == true ? 500 : 200)
            return BatchResult(key: key, outcome: .response(status: status, body: body))
        }
        guard let error = line["error"], error.isGiven else { return BatchResult(key: key, outcome: .undone) }
        let code = error["code"] ?? .null
        let undone = ["batch_expired", "batch_cancelled", "batch_canceled"]
        guard !undone.contains(code.stringValue ?? "") else { return BatchResult(key: key, outcome: .undone) }
        let status = code.count.flatMap { (400..<600).contains($0) ? $0 : nil } ?? 500
        return BatchResult(key: key, outcome: .response(status: status, body: .object(["error": error])))
    }
}

extension LearningEndpoint {
    /// The reply that a result in OpenAI's shape stands for; nil for a lesson.
    fileprivate func openAIReply(
        to request: ChatRequest, _ line: BatchLine, _ status: Int, _ body: JSONValue
    ) async throws -> ChatReply? {
        try await reply(to: request, sent: line.habits, result: (status, body)) { answer in
            try OpenAIAnswer(answer).reply(schema: request.schema != nil)
        }
    }
}
