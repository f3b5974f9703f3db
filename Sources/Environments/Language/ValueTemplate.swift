import Foundations

/// A JSON value with slots in its texts. A text that is one slot and nothing else takes the value as it is.
indirect enum ValueTemplate: Sendable, Equatable {
    case constant(JSONValue)
    case slot(ValuePath)
    case text(TextTemplate)
    case array([ValueTemplate])
    case object([String: ValueTemplate])

    /// - Throws: ``TemplateFault`` for a slot that does not end or is empty.
    init(_ value: JSONValue) throws(TemplateFault) {
        switch value {
        case .null, .bool, .int, .number: self = .constant(value)
        case .string(let text): self.init(text: try TextTemplate(text))
        case .array(let items):
            var templates: [ValueTemplate] = []
            for item in items { templates.append(try ValueTemplate(item)) }
            self = .array(templates)
        case .object(let members):
            var templates: [String: ValueTemplate] = [:]
            for (key, member) in members { templates[key] = try ValueTemplate(member) }
            self = .object(templates)
        }
        if let folded = constantValue { self = .constant(folded) }
    }

    init(text: TextTemplate) {
        if let constant = text.constant {
            self = .constant(.string(constant))
        } else if let slot = text.onlySlot {
            self = .slot(slot)
        } else {
            self = .text(text)
        }
    }

    /// The value, when there is no slot in it.
    var constantValue: JSONValue? {
        switch self {
        case .constant(let value): return value
        case .slot, .text: return nil
        case .array(let items):
            let values = items.compactMap(\.constantValue)
            return values.count == items.count ? .array(values) : nil
        case .object(let members):
            let values = members.compactMapValues(\.constantValue)
            return values.count == members.count ? .object(values) : nil
        }
    }

    /// The template with the slots of a binding filled in; a text that is one role's field takes its value as it is.
    ///
    /// - Throws: ``TemplateFault`` for a role or field that the binding lacks.
    func filled(_ binding: Binding) throws(TemplateFault) -> ValueTemplate {
        switch self {
        case .constant: return self
        case .slot(let path): return .slot(try path.filled(binding))
        case .text(let text):
            if text.parts.count == 1, case .role(let name) = text.parts[0], let value = binding[name] {
                return .constant(value)
            }
            return ValueTemplate(text: try text.filled(binding))
        case .array(let items):
            var templates: [ValueTemplate] = []
            for item in items { templates.append(try item.filled(binding)) }
            return Self.folded(.array(templates))
        case .object(let members):
            var templates: [String: ValueTemplate] = [:]
            for (key, member) in members { templates[key] = try member.filled(binding) }
            return Self.folded(.object(templates))
        }
    }

    private static func folded(_ template: ValueTemplate) -> ValueTemplate {
        template.constantValue.map { .constant($0) } ?? template
    }

    /// The paths in its slots.
    var slots: [ValuePath] {
        switch self {
        case .constant: []
        case .slot(let path): [path]
        case .text(let text): text.slots
        case .array(let items): items.flatMap(\.slots)
        case .object(let members): members.keys.sorted().flatMap { members[$0]?.slots ?? [] }
        }
    }
}

extension TextTemplate {
    /// The paths in its slots.
    var slots: [ValuePath] {
        parts.compactMap { if case .slot(let path) = $0 { path } else { nil } }
    }
}
