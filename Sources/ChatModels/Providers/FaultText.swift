import FoundationEssentials
import Foundations
import Records
import SafetyGrid

/// Finds the words in a provider's error, whatever shape it has.
enum FaultText {
    /// Members that hold the words, the most telling first.
    private static let members = [
        "message", "msg", "error", "errors", "detail", "details", "error_description", "error_message", "errorMessage",
        "error_msg", "Message", "reason", "title", "description", "statusText", "fault", "failure",
    ]
    private static let deepest = 8
    private static let most = 8000

    /// The words of an error; its JSON when it has none.
    static func text(of value: JSONValue) -> String {
        let text = words(of: value, depth: 0)
        guard text.isEmpty else { return String(text.prefix(most)) }
        switch value {
        case .null, .string, .object([:]), .array([]): return ""
        default:
            let json = (try? JSONEncoder().encode(value)).map { String(decoding: $0, as: UTF8.self) }
            return String((json ?? "").prefix(most))
        }
    }

    private static func words(of value: JSONValue, depth: Int) -> String {
        guard depth < deepest else { return "" }
        switch value {
        case .string(let text): return words(ofText: text, depth: depth)
        case .array(let items):
            return items.prefix(4).map { words(of: $0, depth: depth + 1) }.filter { !$0.isEmpty }.joined(
                separator: "; ")
        case .object(let object): return words(ofObject: object, depth: depth)
        case .null, .bool, .int, .number: return ""
        }
    }

    /// A text as it is; of a text that is JSON itself, as gateways pass it on, its own words.
    private static func words(ofText text: String, depth: Int) -> String {
        let text = text.trimmedBlanks
        guard text.first == "{" || text.first == "[", text.utf8.count <= most,
            let json = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        else { return text }
        let inner = words(of: json, depth: depth + 1)
        return inner.isEmpty ? text : inner
    }

    private static func words(ofObject object: [String: JSONValue], depth: Int) -> String {
        for name in members {
            guard let value = object[name] else { continue }
            let found = words(of: value, depth: depth + 1)
            guard !found.isEmpty else { continue }
            return (place(object).map { "\($0): " } ?? "") + found + further(object, depth, than: found)
        }
        return word(object["code"] ?? .null) ?? word(object["type"] ?? .null) ?? ""
    }

    /// Where in the request the fault is: FastAPI's `loc`, or OpenAI's `param`.
    private static func place(_ object: [String: JSONValue]) -> String? {
        guard case .array(let path)? = object["loc"] else { return nil }
        return path.compactMap(word).joined(separator: ".")
    }

    /// What the server behind a gateway said, beside the gateway's own words.
    private static func further(_ object: [String: JSONValue], _ depth: Int, than found: String) -> String {
        let raw = object["metadata"]?["raw"].map { words(of: $0, depth: depth + 1) } ?? ""
        return raw.isEmpty || found.contains(raw) ? "" : " (\(raw))"
    }

    /// A text or whole number as a word.
    static func word(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): text
        case .int(let number): "\(number)"
        default: nil
        }
    }

    /// What a reader would see of a web page, white space made single blanks.
    static func words(ofPage page: String) -> String {
        var text = ""
        var isTag = false
        for character in page.unicodeScalars {
            switch character {
            case "<":
                isTag = true
                text.unicodeScalars.append(" ")
            case ">": isTag = false
            default: if !isTag { text.unicodeScalars.append(character) }
            }
        }
        return text.split { $0.isWhitespace }.joined(separator: " ")
    }

    /// The bare name of a fault of Amazon's: of `com.amazon.coral.service#Name`, and of `Name:http://…`.
    static func amazonName(_ text: String) -> String {
        let name = text.prefix { $0 != ":" }
        return String(name.split(separator: "#").last ?? name)
    }

    /// `"error"`, a member or an ending, and the other endings and members that tell of a fault, as JSON has them.
    private static let signs = (FaultWords.brokenEndings + [BaseResponse.name, "code"]).map { Array("\"\($0)\"".utf8) }

    /// Whether the bytes hold one of the signs of a fault, near either end of a large body.
    static func mentionsError(_ body: [UInt8]) -> Bool {
        let reach = 65_536
        let ends = body.count <= 4 * reach ? [body] : [Array(body.prefix(reach)), Array(body.suffix(reach))]
        return ends.contains { end in signs.contains { ByteSearch.find($0, in: end) } }
    }
}
