import Foundations
import Records

extension ToolCall {
    /// The call that a server wrote, as OpenAI has it or with name and arguments side by side.
    ///
    /// An id that is missing stays empty until ``ChatReply/settlingCalls(of:)`` makes one. All other members are kept.
    init(reading json: JSONValue) {
        let inner = json["function"].map { $0.isGiven ? $0 : json } ?? json
        let key = Self.argumentKeys.first { inner[$0] != nil }
        var extra = json.members.filter { !Self.ownMembers.contains($0.key) }
        if json["function"] != nil {
            let further = inner.members.filter { !Self.functionMembers.contains($0.key) && $0.key != key }
            extra["function"] = further.isEmpty ? nil : .object(further)
        } else if let key {
            extra[key] = nil
        }
        self.init(
            id: json["id"]?.stringValue ?? json["tool_call_id"]?.stringValue ?? "",
            name: Self.name(inner["name"]), arguments: Arguments(reading: key.flatMap { inner[$0] }), extra: extra)
    }

    /// The name of the tool, without the namespace and the special tokens that gpt-oss, Kimi and Gemini may leave at it. A call
    /// without a name is one of a tool that nobody has.
    static func name(_ json: JSONValue?) -> String {
        var name = json?.stringValue?.trimmed ?? ""
        if let mark = name.firstRange(of: "<|"), mark.lowerBound > name.startIndex {
            name = String(name[..<mark.lowerBound]).trimmed
        }
        for space in ["functions.", "default_api.", "default_api:"] where name.hasPrefix(space) && name != space {
            name = String(name.dropFirst(space.count))
        }
        return name.isEmpty ? "unnamed" : name
    }

    private static let argumentKeys = ["arguments", "parameters", "input", "args"]
    private static let ownMembers: Set<String> = ["id", "tool_call_id", "type", "index", "name", "function"]
    private static let functionMembers: Set<String> = ["name", "index"]

    /// The same call under another id.
    func named(id: String) -> ToolCall {
        ToolCall(id: id, name: name, arguments: arguments, extra: extra)
    }
}

extension ToolCall.Arguments {
    /// Reads arguments: an object, or a text with one in it; nothing and an empty text are an object without members.
    init(reading json: JSONValue?) {
        switch json {
        case nil, .null?: self = .object([:])
        case .object(let members)?: self = .object(members)
        case .string(let text)?: self.init(reading: text)
        case .array?, .bool?, .int?, .number?: self = .unreadable(json?.text ?? "")
        }
    }

    private init(reading text: String) {
        guard !text.allSatisfy(\.isWhitespace) else {
            self = .object([:])
            return
        }
        // Some models end an object with an empty text: `{}""`.
        let read =
            TolerantJSON.value(Array(text.utf8))
            ?? (text.hasSuffix("}\"\"") ? TolerantJSON.value(Array(text.dropLast(2).utf8)) : nil)
        switch read {
        case .object(let members)?: self = .object(members)
        case .null?: self = .object([:])
        // Some servers encode the arguments twice: a JSON text whose content is JSON.
        case .string(let inner)?:
            if case .object(let members)? = TolerantJSON.value(Array(inner.utf8)) {
                self = .object(members)
            } else {
                self = .unreadable(text)
            }
        default: self = .unreadable(text)
        }
    }

    /// The arguments as an object. Servers and templates parse what they get back, so that what is none goes within one.
    var json: JSONValue {
        switch self {
        case .object(let members): .object(members)
        case .unreadable(let text): .object(["unreadable_arguments": .string(text)])
        }
    }
}
