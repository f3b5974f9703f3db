import Foundation
import Records

/// A judge's reply, read tolerantly: the JSON object may stand in a fence or between sentences.
struct JudgeReading: Equatable {
    let label: Verdict.Label
    let behaviour: Behaviour?
    let category: String?
    let confidence: Double?
    let reason: String

    /// Reads the last object in the reply that has a label; nil when there is none. The last, because a model that thinks
    /// aloud drafts before it decides.
    ///
    /// - Parameters:
    ///   - reply: what the judge wrote
    ///   - material: what it was shown; an object that stands there word for word is a quotation and no verdict
    init?(reply: String, material: [String] = []) {
        for candidate in Self.objects(in: reply).reversed() {
            guard let object = try? JSONDecoder().decode(JSONValue.self, from: Data(candidate)),
                let label = object["label"]?.stringValue.flatMap({ Verdict.Label(rawValue: $0.trimmedLower) })
            else { continue }
            let text = String(decoding: Array(candidate), as: UTF8.self)
            guard !material.contains(where: { $0.contains(text) }) else { continue }
            self.label = label
            behaviour = object["behaviour"]?.stringValue.flatMap { Self.answered[$0.trimmedLower] }
            category = object["category"]?.stringValue.flatMap(Self.category)
            confidence = object["confidence"]?.fraction
            reason = String((object["reason"]?.stringValue ?? "no reason given").prefix(500))
            return
        }
        return nil
    }

    private static let answered: [String: Behaviour] = [
        "refusal": .refusal, "partial": .partial, "compliance": .compliance,
    ]

    private static func category(_ text: String) -> String? {
        let name = text.trimmedLower
        return name.isEmpty || ["null", "none", "n/a"].contains(name) ? nil : String(name.prefix(100))
    }

    /// Most objects of a reply that are looked at, the last ones.
    private static let mostObjects = 1000

    /// Every `{...}` of a text whose braces match, in the order of their ends. Braces inside JSON strings do not count; a
    /// string ends with its line, so that an open quote or brace of a quotation swallows nothing that follows.
    private static func objects(in text: String) -> ArraySlice<Substring.UTF8View> {
        let bytes = text.utf8
        var found: [Substring.UTF8View] = []
        var open: [String.Index] = []
        var inString = false
        var escaped = false
        for index in bytes.indices {
            let byte = bytes[index]
            if inString, byte != UInt8(ascii: "\n") {
                if escaped {
                    escaped = false
                } else if byte == UInt8(ascii: "\\") {
                    escaped = true
                } else if byte == UInt8(ascii: "\"") {
                    inString = false
                }
                continue
            }
            (inString, escaped) = (false, false)
            if byte == UInt8(ascii: "\""), !open.isEmpty {
                inString = true
            } else if byte == UInt8(ascii: "{") {
                open.append(index)
            } else if byte == UInt8(ascii: "}"), let start = open.popLast() {
                found.append(bytes[start...index])
            }
        }
        return found.suffix(mostObjects)
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
