import Foundation
import Records
import SafetyGrid

/// A judge's reply, read tolerantly: the JSON object may stand in a fence or between sentences.
struct JudgeReading: Equatable {
    let label: Verdict.Label
    let behaviour: Behaviour?
    let category: String?
    let confidence: Double?
    let reason: String

    /// Reads the last object in the reply that has a label; nil when there is none. The last, because a model that thinks
    /// aloud drafts before it decides. Where that object stands within another that has a label, as a quotation in the
    /// judge's own verdict does, the outermost one decides.
    ///
    /// - Parameters:
    ///   - reply: what the judge wrote
    ///   - material: what it was shown; an object that stands there word for word is a quotation and no verdict
    init?(reply: String, material: [String] = []) {
        let bytes = Array(reply.utf8.suffix(Self.longestReply))
        let material = material.map { Array($0.utf8) }
        for span in Self.spans(in: bytes) {
            guard var object = Self.object(bytes[span], unless: material), Self.label(of: object) != nil else {
                continue
            }
            for outer in Self.spans(in: bytes)
            where outer.lowerBound < span.lowerBound && outer.upperBound >= span.upperBound {
                if let around = Self.object(bytes[outer], unless: material), around["label"] != nil { object = around }
            }
            guard let label = Self.label(of: object) else { return nil }
            self.label = label
            behaviour = object["behaviour"]?.stringValue.flatMap { Self.answered[$0.trimmedLower] }
            category = object["category"]?.stringValue.flatMap(Self.category)
            confidence = object["confidence"]?.fraction
            reason = String((object["reason"]?.stringValue ?? "no reason given").prefix(500))
            return
        }
        return nil
    }

    /// The object that the bytes are; nil for anything else, and for a quotation from the material.
    private static func object(_ bytes: ArraySlice<UInt8>, unless material: [[UInt8]]) -> JSONValue? {
        guard let object = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)), object["label"] != nil,
            !material.contains(where: { ByteSearch.find(bytes, in: $0) })
        else { return nil }
        return object
    }

    private static func label(of object: JSONValue) -> Verdict.Label? {
        object["label"]?.stringValue.flatMap { Verdict.Label(rawValue: $0.trimmedLower) }
    }

    private static let answered: [String: Behaviour] = [
        "refusal": .refusal, "partial": .partial, "compliance": .compliance,
    ]

    private static func category(_ text: String) -> String? {
        let name = text.trimmedLower
        return name.isEmpty || ["null", "none", "n/a"].contains(name) ? nil : String(name.prefix(100))
    }

    /// Every `{...}` of a text, the one that begins last first; braces inside JSON strings do not count. Braces that are never
    /// closed, as a quotation may leave them, hide nothing.
    private static func spans(in bytes: [UInt8]) -> some Sequence<Range<Int>> {
        let starts = bytes.indices.reversed().lazy.filter { bytes[$0] == UInt8(ascii: "{") }.prefix(mostStarts)
        return starts.compactMap { start in end(of: bytes, from: start).map { start..<($0 + 1) } }
    }

    /// A verdict is short: what is longer is looked at from its end.
    private static let longestReply = 16_384
    private static let mostStarts = 2_000

    /// Where the object that begins at `start` is closed; nil when it is not.
    private static func end(of bytes: [UInt8], from start: Int) -> Int? {
        var depth = 0
        var inString = false
        var escaped = false
        for index in start..<bytes.count {
            let byte = bytes[index]
            if inString {
                if escaped {
                    escaped = false
                } else if byte == UInt8(ascii: "\\") {
                    escaped = true
                } else if byte == UInt8(ascii: "\"") {
                    inString = false
                }
            } else if byte == UInt8(ascii: "\"") {
                inString = true
            } else if byte == UInt8(ascii: "{") {
                depth += 1
            } else if byte == UInt8(ascii: "}") {
                depth -= 1
                if depth == 0 { return index }
            }
        }
        return nil
    }
}

extension JSONValue {
    /// A number in 0 ... 1; nil for anything else.
    fileprivate var fraction: Double? {
        let value: Double
        switch self {
        case .int(let number): value = Double(number)
        case .number(let number): value = number
        default: return nil
        }
        return (0...1).contains(value) ? value : nil
    }
}

extension String {
    fileprivate var trimmedLower: String {
        trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
    }
}
