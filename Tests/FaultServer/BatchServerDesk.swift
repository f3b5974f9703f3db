import FoundationEssentials
import Foundations

/// The answers of a ``BatchServer``; belongs to the server's thread.
struct BatchServerDesk: Sendable {
    let shape: BatchServer.Shape
    let seconds: Double
    let faults: BatchServer.Faults
    let reply: @Sendable (String) -> String

    /// What the server does with a request.
    func behaviour(_ head: String, _ body: [UInt8], _ state: inout BatchServer.State) -> Behaviour {
        let words = head.prefix { $0 != "\r\n" }.split(separator: " ")
        guard words.count > 1 else { return .failing(400) }
        let path = String(words[1].prefix { $0 != "?" })
        let isPost = words[0] == "POST"
        if path == "/stats" { return stats(state) }
        if path.hasSuffix("/chat/completions") || path.hasSuffix("/messages") || path.hasSuffix(":generateContent") {
            state.seen.live += 1
            return json(answer(to: parsed(body)))
        }
        if path.hasSuffix("/files"), isPost { return upload(head, body, &state) }
        if let place = path.firstRange(of: "/upload-here/") {
            return keep(body, String(path[place.upperBound...]), &state)
        }
        if path.hasSuffix("/content") || path.hasSuffix("/results") || path.hasSuffix(":download") {
            state.seen.readings[path, default: 0] += 1
            return results(path, state)
        }
        if path.hasSuffix("/cancel") || path.hasSuffix(":cancel") { return cancel(path, &state) }
        if isPost { return create(body, &state) }
        if path.hasSuffix("/batches") || path.hasSuffix("/jobs") { return list(state) }
        return look(path, &state)
    }

    private func stats(_ state: BatchServer.State) -> Behaviour {
        json(
            .object([
                "batches": .int(state.seen.batches), "paid": .int(state.seen.paid.count),
                "doubled": .int(state.seen.doubled), "live": .int(state.seen.live),
            ]))
    }

    // MARK: Files and batches

    private func upload(_ head: String, _ body: [UInt8], _ state: inout BatchServer.State) -> Behaviour {
        state.last += 1
        let id = "file-\(state.last)"
        if shape == .gemini {
            let host = head.split(separator: "\r\n").first { $0.hasPrefix("Host: ") }?.dropFirst(6) ?? ""
            return Behaviour(headers: [("X-Goog-Upload-URL", "http://\(host)/upload-here/\(id)")])
        }
        state.files[id] = body
        return json(.object(["id": .string(id), "object": .string("file"), "purpose": .string("batch")]))
    }

    private func keep(_ body: [UInt8], _ id: String, _ state: inout BatchServer.State) -> Behaviour {
        state.files["files/\(id)"] = body
        return json(.object(["file": .object(["name": .string("files/\(id)")])]))
    }

    private func create(_ body: [UInt8], _ state: inout BatchServer.State) -> Behaviour {
        let job = parsed(body)
        guard let lines = lines(of: job, state), !lines.isEmpty else { return .failing(400) }
        guard Set(lines.map(\.key)).count == lines.count, lines.allSatisfy({ Self.isKey($0.key) }) else {
            return .failing(400)
        }
        state.last += 1
        let id = shape == .gemini ? "batches/\(state.last)" : "batch-\(state.last)"
        state.seen.lastJob = job
        state.seen.batches += 1
        let name = job["metadata"]?["sextant"] ?? job["batch"]?["displayName"]
        var batch = BatchServer.Batch(name: name?.stringValue ?? "", created: Self.now(), lines: lines)
        if state.seen.batches <= faults.strangers {
            batch = .init(name: "", created: Self.now(), lines: lines.map { ("other-\($0.key)", $0.body) })
            state.batches[id] = batch
            return Behaviour(manner: .reset)
        }
        if faults.refusal != nil, state.seen.batches <= faults.refusals { batch.refusal = faults.refusal }
        if !faults.forgets { state.batches[id] = batch }
        if batch.refusal == nil, !faults.forgets, !faults.neverEnds {
            for line in lines.prefix(faults.expiresAfter ?? lines.count) { state.seen.paid[line.key, default: 0] += 1 }
        }
        if state.seen.batches <= faults.brokenAnswers { return Behaviour(manner: .reset) }
        return look(id, &state, counts: false)
    }

    /// The requests of a job.
    private func lines(of job: JSONValue, _ state: BatchServer.State) -> [(key: String, body: JSONValue)]? {
        if shape == .anthropic {
            return job["requests"]?.list.map { ($0["custom_id"]?.stringValue ?? "", $0["params"] ?? .null) }
        }
        let named = job["input_file_id"] ?? job["input_files"]?.list.first ?? job["batch"]?["inputConfig"]?["fileName"]
        guard let id = named?.stringValue, let file = state.files[id] else { return nil }
        return file.split(separator: 0x0A).filter { $0.first == UInt8(ascii: "{") }.map { line in
            let value = parsed(Array(line))
            return (
                (value["custom_id"] ?? value["key"])?.stringValue ?? "", (value["body"] ?? value["request"]) ?? .null
            )
        }
    }

    private static func isKey(_ key: String) -> Bool {
        (1...64).contains(key.utf8.count)
            && key.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x5F
            }
    }

    private func cancel(_ path: String, _ state: inout BatchServer.State) -> Behaviour {
        guard let id = Self.id(in: path, state) else { return .failing(404) }
        state.seen.cancelled += 1
        state.batches[id]?.isCancelled = true
        if faults.neverEnds {
            for line in state.batches[id]?.lines.prefix(faults.doneWhenCancelled) ?? [] {
                state.seen.paid[line.key, default: 0] += 1
            }
        }
        return look(id, &state, counts: false)
    }

    private func list(_ state: BatchServer.State) -> Behaviour {
        let batches = state.batches.sorted { $0.value.created > $1.value.created }.map { object(of: $0.key, $0.value) }
        return json(.object([shape == .gemini ? "operations" : "data": .array(batches), "has_more": .bool(false)]))
    }

    private func look(_ path: String, _ state: inout BatchServer.State, counts: Bool = true) -> Behaviour {
        if counts {
            state.seen.looks += 1
            if state.seen.looks <= faults.failingLooks { return .failing(503, retryAfter: "0") }
        }
        guard let id = Self.id(in: path, state), let batch = state.batches[id] else {
            // A batch that is forgotten was taken all the same.
            return counts ? .failing(404) : json(object(of: path, .init(name: "", created: Self.now(), lines: [])))
        }
        return json(object(of: id, batch))
    }

    private static func id(in path: String, _ state: BatchServer.State) -> String? {
        state.batches.keys.first { id in
            path == id || path.hasSuffix("/\(id)") || path.contains("/\(id)/") || path.contains("/\(id):")
        }
    }

    // MARK: States

    private static func now() -> Double { Date().timeIntervalSince1970 }

    private func hasEnded(_ batch: BatchServer.Batch) -> Bool {
        batch.isCancelled || batch.refusal != nil || (!faults.neverEnds && Self.now() >= batch.created + seconds)
    }

    /// Lines that were worked on.
    private func done(_ batch: BatchServer.Batch) -> Int {
        guard batch.refusal == nil else { return 0 }
        if faults.neverEnds { return batch.isCancelled ? min(faults.doneWhenCancelled, batch.lines.count) : 0 }
        return min(faults.expiresAfter ?? .max, batch.lines.count)
    }

    /// A batch in the provider's shape.
    private func object(of id: String, _ batch: BatchServer.Batch) -> JSONValue {
        let isEnd = hasEnded(batch)
        let state =
            !isEnd
            ? "running"
            : batch.refusal != nil
                ? "failed" : batch.isCancelled ? "cancelled" : faults.expiresAfter != nil ? "expired" : "done"
        let hasFile = isEnd && done(batch) > 0
        let object =
            switch shape {
            case .openai, .azure: openAI(id, batch, state, hasFile)
            case .mistral: mistral(id, batch, state, hasFile)
            case .anthropic: anthropic(id, batch, isEnd)
            case .gemini: gemini(id, batch, state, hasFile)
            }
        guard let state = faults.state, case .object(var members) = object else { return object }
        members["status"] = .string(state)
        members["processing_status"] = .string(state)
        members["metadata"] = .object([
            "sextant": .string(batch.name), "displayName": .string(batch.name), "state": .string(state),
        ])
        members["created_at"] = .int(1_700_000_000)
        members["expires_at"] = shape == .anthropic ? .string("2024-01-01T00:00:00.5Z") : .int(1_700_086_400)
        return .object(members)
    }

    private func openAI(_ id: String, _ batch: BatchServer.Batch, _ state: String, _ hasFile: Bool) -> JSONValue {
        let isFailing = faults.failingEvery == 1
        let names = ["running": "in_progress", "done": "completed"]
        let errors = batch.refusal.map { refusal in
            JSONValue.object(["data": .array([.object(["code": .string(refusal), "message": .string(refusal)])])])
        }
        let status = names[state] ?? state
        return .object([
            "id": .string(id), "object": .string("batch"),
            "status": .string(shape == .azure ? status.capitalized : status),
            "metadata": .object(["sextant": .string(batch.name)]), "errors": errors ?? .null,
            "output_file_id": hasFile && !isFailing ? .string("out-\(id)") : .null,
            "error_file_id": hasFile && faults.failingEvery > 0 ? .string("err-\(id)") : .string(""),
        ])
    }

    private func mistral(_ id: String, _ batch: BatchServer.Batch, _ state: String, _ hasFile: Bool) -> JSONValue {
        let names = ["running": "RUNNING", "done": "SUCCESS", "failed": "FAILED", "expired": "TIMEOUT_EXCEEDED"]
        return .object([
            "id": .string(id), "status": .string(names[state] ?? "CANCELLED"),
            "metadata": .object(["sextant": .string(batch.name)]),
            "errors": .array(batch.refusal.map { [.object(["message": .string($0), "count": .int(1)])] } ?? []),
            "output_file": hasFile && faults.failingEvery != 1 ? .string("out-\(id)") : .null,
            "error_file": hasFile && faults.failingEvery > 0 ? .string("err-\(id)") : .null,
        ])
    }

    private func anthropic(_ id: String, _ batch: BatchServer.Batch, _ isEnd: Bool) -> JSONValue {
        let done = isEnd ? done(batch) : 0
        let left = batch.lines.count - done
        return .object([
            "id": .string(id), "type": .string("message_batch"),
            "processing_status": .string(isEnd ? "ended" : "in_progress"),
            "created_at": .string(Date(timeIntervalSince1970: batch.created).formatted(.iso8601)),
            "request_counts": .object([
                "processing": .int(isEnd ? 0 : batch.lines.count), "succeeded": .int(done),
                "canceled": .int(isEnd && batch.isCancelled ? left : 0),
                "expired": .int(isEnd && !batch.isCancelled ? left : 0), "errored": .int(0),
            ]),
            "results_url": isEnd ? .string("https://elsewhere.example/\(id)") : .null,
        ])
    }

    private func gemini(_ id: String, _ batch: BatchServer.Batch, _ state: String, _ hasFile: Bool) -> JSONValue {
        let names = ["running": "RUNNING", "done": "SUCCEEDED", "failed": "FAILED", "expired": "EXPIRED"]
        var members: [String: JSONValue] = [
            "name": .string(id), "done": .bool(state != "running"),
            "metadata": .object([
                "displayName": .string(batch.name), "state": .string("BATCH_STATE_" + (names[state] ?? "CANCELLED")),
            ]),
        ]
        if hasFile { members["response"] = .object(["responsesFile": .string("files/out-\(id.dropFirst(8))")]) }
        if let refusal = batch.refusal {
            members["error"] = .object(["code": .int(8), "message": .string(refusal)])
        }
        return .object(members)
    }
}

extension String {
    fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst() }
}

extension JSONValue {
    /// The items of a list; none for anything else.
    var list: [JSONValue] { if case .array(let items) = self { items } else { [] } }
}
