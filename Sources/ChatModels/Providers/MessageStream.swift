import Foundations
import Records

/// A reply in the streams that Vercel's AI SDK sends to a page: server-sent events with types (version 5 and later), or
/// lines with a letter or digit before their JSON (version 4).
struct MessageStream {
    /// The text of all text parts.
    private(set) var text = ""
    /// The thoughts; empty for none.
    private(set) var reasoning = ""
    /// Calls of tools, as they were made.
    private(set) var calls: [JSONValue] = []
    /// What went wrong, in the stream's words; nil for nothing.
    private(set) var error: String?
    /// Why it ended, when it says.
    private(set) var ending: String?

    /// What the marks of version 4 stand for.
    private static let types: [UInt8: String] = [
        UInt8(ascii: "0"): "text-delta", UInt8(ascii: "g"): "reasoning-delta", UInt8(ascii: "3"): "error",
        UInt8(ascii: "9"): "tool-input-available", UInt8(ascii: "d"): "finish", UInt8(ascii: "e"): "",
        UInt8(ascii: "f"): "", UInt8(ascii: "2"): "", UInt8(ascii: "8"): "", UInt8(ascii: "a"): "",
        UInt8(ascii: "b"): "", UInt8(ascii: "c"): "", UInt8(ascii: "h"): "", UInt8(ascii: "i"): "",
        UInt8(ascii: "j"): "",
        UInt8(ascii: "k"): "",
    ]

    /// Reads a body; nil for one that is no such stream.
    init?(_ bytes: [UInt8]) {
        var isOne = false
        for (type, value) in Self.lines(bytes) ?? Self.events(bytes) {
            isOne = isOne || ["text-start", "text-delta", "error", "finish", "start"].contains(type)
            add(value, type)
        }
        guard isOne else { return nil }
    }

    private mutating func add(_ value: JSONValue, _ type: String) {
        let delta = (value["delta"] ?? value["textDelta"] ?? value).stringValue ?? ""
        switch type {
        case "text-delta": text += delta
        case "reasoning-delta": reasoning += delta
        case "tool-input-available":
            calls.append(
                .object([
                    "id": value["toolCallId"] ?? .null, "name": value["toolName"] ?? .null,
                    "arguments": value["input"] ?? value["args"] ?? .null,
                ]))
        case "error": error = error ?? (value["errorText"] ?? value).stringValue ?? value.text
        case "finish": ending = value["finishReason"]?.stringValue
        case "abort": ending = "length"
        default: break
        }
    }

    private static func lines(_ bytes: [UInt8]) -> [(type: String, value: JSONValue)]? {
        guard bytes.dropFirst().first == UInt8(ascii: ":") else { return nil }
        var parts: [(type: String, value: JSONValue)] = []
        for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            guard line.dropFirst().first == UInt8(ascii: ":"), let type = line.first.flatMap({ types[$0] }),
                let value = TolerantJSON.value(Array(line.dropFirst(2)))
            else { return nil }
            parts.append((type, value))
        }
        return parts.isEmpty ? nil : parts
    }

    private static func events(_ bytes: [UInt8]) -> [(type: String, value: JSONValue)] {
        // Events of other streams have types, too; those of this one begin with a start, or a part of the text.
        guard bytes.starts(with: "data:".utf8) || bytes.starts(with: ":".utf8), let stream = StreamedAnswer(bytes),
            stream.chunks.allSatisfy({ $0["type"]?.stringValue != nil }),
            stream.chunks.contains(where: { chunk in
                chunk["type"] == .string("text-delta") && chunk["delta"]?.stringValue != nil
                    || chunk["type"] == .string("error") && chunk["errorText"]?.stringValue != nil
                    || chunk["type"] == .string("start") && chunk["messageId"] != nil
            })
        else { return [] }
        return stream.chunks.map { ($0["type"]?.stringValue ?? "", $0) }
    }
}
