import Foundations

/// A text with slots: `Sent {amount} to {payee/name}.` A doubled brace stands for itself.
struct TextTemplate: Sendable, Equatable {
    /// A piece of a text.
    enum Part: Sendable, Equatable {
        case text(String)
        case slot(ValuePath)
        /// A field of a role, `outsider.address`, which composition fills in.
        case role(String)
    }

    let parts: [Part]

    init(parts: [Part]) {
        self.parts = parts
    }

    /// - Throws: ``TemplateFault`` for a slot that does not end or is empty.
    init(_ text: String) throws(TemplateFault) {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "}") }) else {
            parts = text.isEmpty ? [] : [.text(text)]
            return
        }
        var parts: [Part] = []
        var plain = ""
        var rest = text[...]
        while let character = rest.popFirst() {
            if character == "{" || character == "}", rest.first == character {
                rest.removeFirst()
                plain.append(character)
            } else if character == "{" {
                if !plain.isEmpty { parts.append(.text(plain)) }
                plain = ""
                parts.append(try Self.slot(from: &rest, in: text))
            } else {
                plain.append(character)
            }
        }
        if !plain.isEmpty { parts.append(.text(plain)) }
        self.parts = parts
    }

    private static func slot(from rest: inout Substring, in text: String) throws(TemplateFault) -> Part {
        var depth = 1
        var content = ""
        while let character = rest.popFirst() {
            if character == "{" { depth += 1 } else if character == "}" { depth -= 1 }
            if depth == 0 {
                guard !content.isEmpty else {
                    throw TemplateFault("'\(text)' has an empty slot; write {{}} for braces")
                }
                let isRole = !content.contains("/") && content.contains(".")
                return isRole ? .role(content) : .slot(try ValuePath(content))
            }
            content.append(character)
        }
        throw TemplateFault("'\(text)' has a slot that does not end; write {{ for a brace")
    }

    /// The text, when there is no slot in it.
    var constant: String? {
        switch parts.count {
        case 0: return ""
        case 1: if case .text(let text) = parts[0] { return text } else { return nil }
        default: return nil
        }
    }

    /// The slot, when the whole text is one.
    var onlySlot: ValuePath? {
        if parts.count == 1, case .slot(let path) = parts[0] { path } else { nil }
    }

    /// The template with the slots of a binding filled in.
    ///
    /// - Throws: ``TemplateFault`` for a role or field that the binding lacks.
    func filled(_ binding: Binding) throws(TemplateFault) -> TextTemplate {
        guard hasRoleSlots else { return self }
        var parts: [Part] = []
        for part in self.parts {
            switch part {
            case .text: parts.append(part)
            case .slot(let path): parts.append(.slot(try path.filled(binding)))
            case .role(let name):
                guard let value = binding[name] else { throw TemplateFault("nothing is known as '\(name)'") }
                parts.append(.text(value.slotText))
            }
        }
        var joined: [Part] = []
        for part in parts {
            if case .text(let next) = part, case .text(let last)? = joined.last {
                joined[joined.count - 1] = .text(last + next)
            } else {
                joined.append(part)
            }
        }
        return TextTemplate(parts: joined)
    }

    /// Whether a binding has anything to fill in here.
    var hasRoleSlots: Bool {
        parts.contains { part in
            switch part {
            case .role: true
            case .slot(let path): path.hasRoleSlots
            case .text: false
            }
        }
    }

    /// The text it was made of, for people.
    var text: String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .slot(let path): "{\(path.text)}"
            case .role(let name): "{\(name)}"
            }
        }.joined()
    }
}
