import Foundations
import Records

/// A stream that nobody asked for, in the place of a reply: server-sent events, or a JSON value a line.
struct StreamedAnswer {
    /// The events' JSON, in order; events that hold none are left out.
    let chunks: [JSONValue]
    /// Where a stream ends in the middle of a JSON value, or in something else, in bytes; nil for one that is whole.
    let brokenOff: Int?
    /// The data of the first event that calls itself an error; nil for none.
    let failure: JSONValue?

    /// Reads a body; nil for one that is no stream.
    init?(_ bytes: [UInt8]) {
        let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let start = bytes.dropFirst(mark).drop { $0 <= 0x20 }
        isDone = ByteSearch.find("[DONE]".utf8, in: Array(start.suffix(64)))
        if start.first == UInt8(ascii: "{") {
            (chunks, brokenOff) = TolerantJSON.stream(bytes)
            failure = nil
            guard chunks.count > 1 else { return nil }
        } else if Self.fields.contains(where: { start.starts(with: $0) }) {
            (chunks, brokenOff) = Self.events(start)
            failure = Self.failure(in: start)
        } else {
            return nil
        }
    }

    /// Whether the stream says that it is at its end, as OpenAI's do.
    let isDone: Bool

    /// The last value under `key` that is not `null`.
    func last(_ key: String) -> JSONValue? {
        chunks.last { $0[key]?.isGiven == true }?[key]
    }

    /// How a stream of events may begin; Flowise puts a field of its own before each.
    private static let fields = ["data:", "event:", "id:", "retry:", ":", "message:\n", "message:\r\n"].map {
        Array($0.utf8)
    }

    private static func failure(in bytes: ArraySlice<UInt8>) -> JSONValue? {
        var isFailure = false
        for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            if line.starts(with: "event:".utf8) {
                isFailure = String(decoding: line.dropFirst(6), as: UTF8.self).trimmedBlanks == "error"
            } else if isFailure, line.starts(with: "data:".utf8) {
                let data = Array(line.dropFirst(5))
                return TolerantJSON.value(data) ?? .string(String(decoding: data, as: UTF8.self).trimmedBlanks)
            }
        }
        return nil
    }

    /// The data of each event. A line of data that is JSON by itself is an event, wherever the blank lines stand; so is an object
    /// that stands behind comments alone, by which gateways keep a connection open. An object that the end of the body cuts is none.
    private static func events(_ bytes: ArraySlice<UInt8>) -> (chunks: [JSONValue], brokenOff: Int?) {
        var chunks: [JSONValue] = []
        var open: [UInt8] = []
        var place = bytes.startIndex
        for line in bytes.split(omittingEmptySubsequences: false, whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            let isBare = line.first == UInt8(ascii: "{")
            guard isBare || line.starts(with: "data:".utf8) else {
                if line.isEmpty { open = [] }
                continue
            }
            let data = Array(isBare ? line : line.dropFirst(5))
            if let value = TolerantJSON.value(data) {
                chunks.append(value)
                open = []
            } else if !open.isEmpty || data.contains(UInt8(ascii: "{")) {
                if open.isEmpty { place = line.startIndex }
                open += data + [0x0A]
                // Data over several lines ends with a brace.
                guard data.last(where: { $0 > 0x20 }) == UInt8(ascii: "}"), let value = TolerantJSON.value(open) else {
                    continue
                }
                chunks.append(value)
                open = []
            }
        }
        let isCut = open.first { $0 > 0x20 } == UInt8(ascii: "{")
        return (chunks, isCut ? place : nil)
    }
}

extension ProviderAnswer {
    /// The stream that a body is; nil for one that is none.
    ///
    /// - Throws: ``ChatError/unreadable(model:problem:excerpt:)`` for a stream that ends in the middle of a value.
    func stream() throws(ChatError) -> StreamedAnswer? {
        guard let stream = StreamedAnswer(bytes) else { return nil }
        if let place = stream.brokenOff {
            throw unreadable("a stream that breaks off at byte \(place), in what is no JSON")
        }
        return stream
    }
}
