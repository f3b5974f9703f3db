import Foundations
import HTTPTransport
import Records

/// The calls that the batch interfaces of all providers are made of.
struct BatchEndpoint: Sendable {
    /// `provider/model`, for messages.
    let model: String
    /// The address below which everything is, without a slash at its end.
    let base: String
    /// What stands behind every address; empty for nothing.
    var query = ""
    let headers: HTTPHeaders
    let secrets: [String]
    let context: ModelContext

    /// Results of this size are more than ``Execution`` hands in at a time can have.
    private static let mostBytes = 256 << 20
    /// A file is larger than a reply: so long it may take at least.
    private static let leastTimeout = Duration.seconds(600)

    /// Asks for a value below the base.
    func get(_ path: String) async throws -> JSONValue {
        try await answer("GET", path, repeating: .byStatus).json()
    }

    /// Asks for a file below the base, or at an address of its own.
    func file(_ path: String) async throws -> [JSONValue] {
        Self.values(try await answer("GET", path, repeating: .byStatus).bytes)
    }

    /// Sends a value.
    ///
    /// - Parameter repeating: `never` for what would be paid for twice
    func post(
        _ path: String, _ value: JSONValue, repeating: HTTPRequest.Repeating = .never
    ) async throws -> JSONValue {
        try await answer("POST", path, value.bytes, repeating: repeating).json()
    }

    /// Sends a file with the purpose `batch`, as a form.
    ///
    /// - Returns: the provider's id of the file
    func upload(_ lines: [BatchLine], name: String) async throws -> String {
        // No line of JSON begins with two dashes, so that the boundary can't be in it.
        let boundary = "----\(name)"
        let head =
            "--\(boundary)\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n--\(boundary)\r\n"
            + "Content-Disposition: form-data; name=\"file\"; filename=\"\(name).jsonl\"\r\n"
            + "Content-Type: application/jsonl\r\n\r\n"
        let body = Self.file(of: lines, behind: head, before: "\r\n--\(boundary)--\r\n")
        let answer = try await answer(
            "POST", "/files", body, type: "multipart/form-data; boundary=\(boundary)", repeating: .byStatus)
        return try id(in: answer.json())
    }

    /// The member `id` of an object that was made.
    ///
    /// - Throws: ``ChatError/unreadable(model:problem:excerpt:)`` when it has none.
    func id(in value: JSONValue, _ name: String = "id") throws(ChatError) -> String {
        guard let id = value[name]?.stringValue, !id.isEmpty else {
            throw .unreadable(
                model: model, problem: "the batch interface gave no '\(name)'", excerpt: line(value.text))
        }
        return id
    }

    /// A text of the provider fit for a message.
    func line(_ text: String) -> String { MessageText.line(text.utf8, hiding: secrets) }

    /// The words of an error, or of a list of them; nil for none.
    func words(of error: JSONValue?) -> String? {
        guard let error, error.isGiven else { return nil }
        let text = FaultText.text(of: error)
        return text.isEmpty ? nil : line(text)
    }

    /// Makes a call.
    ///
    /// - Parameters:
    ///   - path: below the base, or a whole address of the same host
    ///   - fields: further headers
    func answer(
        _ method: String, _ path: String, _ body: [UInt8] = [], type: String = "application/json",
        fields: [(String, String)] = [], repeating: HTTPRequest.Repeating
    ) async throws -> ProviderAnswer {
        var headers = headers
        if !body.isEmpty { headers["Content-Type"] = type }
        for (name, value) in fields { headers[name] = value }
        var transfer = context.transfer
        transfer.totalTimeout = max(transfer.totalTimeout, Self.leastTimeout)
        transfer.maxResponseBytes = Self.mostBytes
        let mark = path.contains("?") && query.hasPrefix("?") ? "&" + query.dropFirst() : query
        let endpoint = ProviderEndpoint(
            model: model, url: path.hasPrefix("/") ? base + path + mark : path, headers: headers, secrets: secrets,
            context: context, method: method, readsErrors: false, transfer: transfer, repeating: repeating)
        switch try await endpoint.send(bytes: body, label: "batch", tokens: 0) {
        case .answer(let answer): return answer
        case .blocked(let reason, _): throw ChatError.rejected(model: model, status: 400, message: reason)
        case .taught(_, let error, _): throw error
        }
    }

    /// The lines as a file, between two texts; `separator` stands behind each line but, where it is a comma, the last.
    static func file(
        of lines: [BatchLine], behind head: String = "", before end: String = "", separator: UInt8 = 0x0A
    ) -> [UInt8] {
        var file: [UInt8] = []
        file.reserveCapacity(lines.reduce(head.utf8.count + end.utf8.count) { $0 + $1.bytes.count + 1 })
        file += Array(head.utf8)
        for line in lines {
            file += line.bytes
            file.append(separator)
        }
        if separator != 0x0A, !lines.isEmpty { file.removeLast() }
        return file + Array(end.utf8)
    }

    /// The values of a file of JSON lines; a line that is damaged or cut is left out.
    static func values(_ bytes: [UInt8]) -> [JSONValue] {
        bytes.split(separator: 0x0A).compactMap { TolerantJSON.value(Array($0)) }
    }
}

extension BatchEndpoint: CustomStringConvertible, CustomReflectable {
    /// Model and address: headers and secrets hold keys.
    var description: String { "batches of \(model) at \(base)" }

    /// Nothing but the description.
    var customMirror: Mirror { Mirror(self, children: ["batches": description]) }
}

extension BatchStatus {
    /// A batch that goes on.
    ///
    /// - Parameters:
    ///   - state: its state in the provider's words
    ///   - known: the states, in small letters, of batches that go on
    ///   - expiresAt: when it expires, in seconds since 1970
    init(state: String, known: Set<String>, expiresAt: Double?) {
        self.init(hasEnded: false)
        unknownState = known.contains(state.lowercased()) ? nil : MessageText.line(state.utf8, hiding: [])
        self.expiresAt = expiresAt
    }
}
