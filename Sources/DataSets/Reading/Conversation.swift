import Foundations
import Records

/// Finds what the user asks in a conversation, whatever it and its parts are called.
///
/// Of a conversation that ends with the user it is the last message, to which a response is due; of one that was carried on
/// it is the first, which stands by itself.
enum Conversation {
    /// Names of a member that holds the messages.
    static let names: Set<String> = [
        "messages", "conversation", "conversations", "turns", "dialog", "dialogue", "dialogs", "chat", "history",
    ]
    private static let roleNames = ["role", "from", "speaker", "author", "sender", "type", "participant"]
    private static let textNames = ["content", "value", "text", "message", "utterance", "parts", "body", "data"]
    private static let users: Set<String> = [
        "user", "human", "prompter", "person", "customer", "client", "questioner", "usr", "attacker", "you", "student",
        "visitor", "me",
    ]
    private static let others: Set<String> = [
        "assistant", "gpt", "chatgpt", "bot", "model", "ai", "system", "developer", "tool", "function", "agent",
        "claude",
        "bing", "bard", "chatbot", "target", "context", "output", "environment", "ipython", "function_call",
        "function_response", "observation", "critic", "narrator",
    ]

    /// A message: its speaker, in small letters, and its text.
    private typealias Message = (role: String, text: String?)

    /// The user's request in `value`; nil when it is no conversation, or nobody asks.
    ///
    /// - Parameters:
    ///   - value: a list of messages, an object with one, or one message
    ///   - isNamed: whether its name says that it is a conversation, so that bare texts are messages
    static func ask(_ value: JSONValue, isNamed: Bool = false) -> String? {
        switch value {
        case .array(let items): ask(of: items, isNamed: isNamed, depth: 0)
        case .object(let members): ask(of: members)
        case .string(let text): written(text)
        default: nil
        }
    }

    /// Whether it is an object with a role and a text.
    static func isMessage(_ value: JSONValue) -> Bool { message(value) != nil }

    /// Whether it is a message of anybody but the user, as tables of messages have them, and no prompt with its notes.
    static func isOthers(_ members: [String: JSONValue]) -> Bool {
        guard let role = role(members["role"] ?? members["from"]), others.contains(role) else { return false }
        // PyRIT's memory has the text under a name of its own.
        return (isMessage(.object(members)) || members["original_value"] != nil) && !RecordLists.isPrompt(members)
    }

    /// The prompts in a list of messages that are all the user's; nil when they are a conversation, or something else.
    static func prompts(_ items: [JSONValue]) -> [String]? {
        let messages = items.compactMap(message)
        guard messages.count == items.count, messages.allSatisfy({ users.contains($0.role) }) else { return nil }
        return messages.compactMap(\.text)
    }

    private static func ask(of items: [JSONValue], isNamed: Bool, depth: Int) -> String? {
        guard depth < 3 else { return nil }
        let messages = items.compactMap(message)
        if !messages.isEmpty, messages.count * 2 >= items.count { return ask(of: messages) }
        if let parts = parts(items) { return parts }
        // A list of conversations, or of pairs of a question and its answer.
        if let first = items.first {
            if case .object(let members) = first {
                if let ask = ask(of: members) { return ask }
                guard isNamed else { return nil }
                return pair(items)
            }
            if case .array(let inner) = first {
                return ask(of: inner, isNamed: isNamed, depth: depth + 1)
            }
            if isNamed { return items.lazy.compactMap(\.stringValue).first { !$0.trimmingSpace.isEmpty } }
        }
        return nil
    }

    private static func ask(of messages: [Message]) -> String? {
        let spoken = messages.filter { $0.text?.trimmingSpace.isEmpty == false }
        let asks = spoken.filter { users.contains($0.role) }
        if let last = spoken.last, users.contains(last.role) { return last.text }
        return (asks.first ?? spoken.first { !others.contains($0.role) })?.text
    }

    private static func ask(of members: [String: JSONValue]) -> String? {
        if let message = message(.object(members)), users.contains(message.role) { return message.text }
        for (name, value) in members.sorted(by: { $0.key < $1.key }) where names.contains(name.lowercased()) {
            // What else is in it is its notes; a record has more to say.
            guard members.count <= 3, case .array(let items) = value else { continue }
            return ask(of: items, isNamed: true, depth: 1)
        }
        return nil
    }

    /// Turns as objects such as `{"user": "…", "assistant": "…"}`.
    private static func pair(_ items: [JSONValue]) -> String? {
        for case .object(let members) in items {
            for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                let isAsk =
                    users.contains(name.lowercased()) || ["prompt", "question", "input"].contains(name.lowercased())
                if isAsk, let text = text(value), !text.trimmingSpace.isEmpty { return text }
            }
        }
        return nil
    }

    private static func message(_ value: JSONValue) -> Message? {
        guard case .object(let members) = value else { return nil }
        for name in roleNames {
            guard let role = role(members[name]) else { continue }
            // Other names than these two stand for other things as well.
            guard name == "role" || name == "from" || users.contains(role) || others.contains(role) else { continue }
            guard let key = textNames.first(where: { members[$0] != nil && $0 != name }) else { continue }
            return (role, members[key].flatMap(text))
        }
        return nil
    }

    private static func role(_ value: JSONValue?) -> String? {
        let role = value?.stringValue ?? value?["role"]?.stringValue ?? value?["name"]?.stringValue
        return role.map { $0.lowercased() }
    }

    /// The text of a message: a text, a list of parts, or an object with either.
    private static func text(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): return text
        case .array(let items): return parts(items, isContent: true)
        case .object(let members):
            return ["text", "content", "parts", "value"].lazy.compactMap { members[$0].flatMap(text) }.first
        default: return nil
        }
    }

    /// The texts of parts, such as `{"type": "text", "text": "…"}`; pictures and sounds among them are passed over. Nil
    /// without a text, or when something else is in the list.
    private static func parts(_ items: [JSONValue], isContent: Bool = false) -> String? {
        var texts: [String] = []
        for item in items {
            if let text = item["text"]?.stringValue, isContent || item["type"] != nil {
                texts.append(text)
            } else if isContent, let text = item.stringValue {
                texts.append(text)
            } else if item["type"] == nil, !isContent {
                return nil
            }
        }
        return texts.isEmpty ? nil : texts.joined(separator: "\n")
    }

    /// What is asked in a transcript as Anthropic's sets have them: it begins with two line feeds, which no prompt does.
    private static func transcribed(_ text: String) -> String? {
        let (human, assistant) = ("\n\nHuman:", "\n\nAssistant:")
        guard text.hasPrefix(human), text.contains(assistant) else { return nil }
        var messages: [Message] = []
        for turn in text.split(separator: human) {
            let parts = turn.split(separator: assistant)
            messages.append(("human", parts.first.map { String($0).trimmingSpace }))
            messages += parts.dropFirst().map { ("assistant", String($0)) }
        }
        return ask(of: messages)
    }

    /// The value that is all of a text; a list may be as NumPy shows it, without commas between its items. Nil for no value.
    private static func value(of text: [UInt8]) -> JSONValue? {
        func parser() -> JSONParser { JSONParser(ByteSource(bytes: text, file: ""), limit: 1 << 20) }
        var whole = parser()
        if let value = try? whole.value(), (try? whole.peekToken()) == .some(nil) { return value }
        var list = parser()
        var items: [JSONValue] = []
        guard (try? list.expect(UInt8(ascii: "["))) != nil else { return nil }
        while (try? list.peekToken()) == UInt8(ascii: "{") {
            guard let item = try? list.value() else { return nil }
            items.append(item)
        }
        guard (try? list.expect(UInt8(ascii: "]"))) != nil, (try? list.peekToken()) == .some(nil) else { return nil }
        return .array(items)
    }

    /// The conversation that a text holds as JSON, or as Python shows it: how tables keep lists.
    private static func written(_ text: String) -> String? {
        if let ask = transcribed(text) ?? TrainingText.messages(in: text).flatMap({ ask(of: $0) }) { return ask }
        let start = text.utf8.drop(while: \.isSpace).prefix(2)
        guard start.first == UInt8(ascii: "[") || start.first == UInt8(ascii: "{"), text.utf8.count < 1 << 20 else {
            return nil
        }
        switch value(of: Array(text.utf8)) {
        case .array(let items):
            let messages = items.compactMap(message)
            return messages.isEmpty || messages.count < items.count ? nil : ask(of: messages)
        case .object(let members): return ask(of: members)
        default: return nil
        }
    }
}
