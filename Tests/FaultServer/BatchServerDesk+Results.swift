import FoundationEssentials
import Foundations

extension BatchServerDesk {
    /// The results that a path names, the last first: nobody promises an order.
    func results(_ path: String, _ state: BatchServer.State) -> Behaviour {
        let ending = path.split(separator: "/").last { $0 != "content" && $0 != "results" }.map(String.init) ?? ""
        let name = ending.replacing(":download", with: "")
        let isErrors = name.hasPrefix("err-")
        let bare = name.replacing("out-", with: "").replacing("err-", with: "")
        guard let batch = state.batches[shape == .gemini ? "batches/\(bare)" : bare] else { return .failing(404) }
        var lines: [String] = []
        for (index, line) in batch.lines.enumerated() {
            let isDone = index < finished(batch)
            let isFailing = faults.failingEvery > 0 && (index + 1) % faults.failingEvery == 0
            let hasTwoFiles = shape != .anthropic && shape != .gemini
            guard isDone || shape == .anthropic, !hasTwoFiles || isErrors == isFailing else { continue }
            lines.append(result(line.key, line.body, isDone: isDone, isFailing: isFailing, of: batch).text)
        }
        lines.reverse()
        if faults.repeats { lines += lines }
        let isCut = state.seen.readings[path, default: 0] <= faults.cutReadings
        if let cut = faults.cutAfter, cut < lines.count, isCut {
            lines = Array(lines.prefix(cut)) + [String(lines[cut].prefix(lines[cut].count / 2))]
        }
        return Behaviour(
            headers: [("Content-Type", "application/octet-stream")], body: Array(lines.joined(separator: "\n").utf8))
    }

    private func finished(_ batch: BatchServer.Batch) -> Int {
        if faults.neverEnds { return batch.isCancelled ? faults.doneWhenCancelled : 0 }
        return faults.expiresAfter ?? batch.lines.count
    }

    /// A line of the results.
    private func result(
        _ key: String, _ body: JSONValue, isDone: Bool, isFailing: Bool, of batch: BatchServer.Batch
    ) -> JSONValue {
        let error = JSONValue.object([
            "message": .string(faults.failingMessage), "type": .string("invalid_request_error"),
            "code": shape == .gemini ? .int(3) : .string("bad"),
        ])
        switch shape {
        case .anthropic:
            let result: JSONValue =
                if !isDone {
                    .object(["type": .string(batch.isCancelled ? "canceled" : "expired")])
                } else if isFailing {
                    .object(["type": .string("errored"), "error": .object(["type": .string("error"), "error": error])])
                } else {
                    .object(["type": .string("succeeded"), "message": answer(to: body)])
                }
            return .object(["custom_id": .string(key), "result": result])
        case .gemini:
            return .object([
                "key": .string(key), isFailing ? "error" : "response": isFailing ? error : answer(to: body),
            ])
        case .openai, .azure, .mistral:
            let response: JSONValue = .object([
                "status_code": .int(isFailing ? faults.failingStatus : 200), "request_id": .string("r"),
                "body": isFailing ? .object(["error": error]) : answer(to: body),
            ])
            return .object(["id": .string("line"), "custom_id": .string(key), "response": response, "error": .null])
        }
    }

    /// The reply to a request in the provider's shape, for 20 tokens in and 7 out.
    func answer(to body: JSONValue) -> JSONValue {
        switch shape {
        case .anthropic:
            return .object([
                "type": .string("message"), "role": .string("assistant"), "model": .string("batch-server"),
                "content": .array([.object(["type": .string("text"), "text": .string(text(body))])]),
                "stop_reason": .string("end_turn"),
                "usage": .object(["input_tokens": .int(20), "output_tokens": .int(7)]),
            ])
        case .gemini:
            let content = JSONValue.object(["parts": .array([.object(["text": .string(text(body))])])])
            return .object([
                "candidates": .array([.object(["content": content, "finishReason": .string("STOP")])]),
                "usageMetadata": .object(["promptTokenCount": .int(20), "candidatesTokenCount": .int(7)]),
            ])
        case .openai, .azure, .mistral:
            let message = JSONValue.object(["role": .string("assistant"), "content": .string(text(body))])
            return .object([
                "model": .string("batch-server"),
                "choices": .array([.object(["message": message, "finish_reason": .string("stop")])]),
                "usage": .object(["prompt_tokens": .int(20), "completion_tokens": .int(7)]),
            ])
        }
    }

    private func text(_ body: JSONValue) -> String {
        let last = (body["messages"] ?? body["contents"])?.list.last
        return reply(last?["content"]?.stringValue ?? last?["parts"]?.list.first?["text"]?.stringValue ?? "")
    }

    /// JSON that came; null for anything else.
    func parsed(_ bytes: [UInt8]) -> JSONValue {
        (try? JSONDecoder().decode(JSONValue.self, from: Data(bytes))) ?? .null
    }

    /// An answer with a value.
    func json(_ value: JSONValue) -> Behaviour { Behaviour(body: Array(value.text.utf8)) }
}
