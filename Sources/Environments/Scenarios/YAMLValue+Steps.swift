import Foundations
import SafetyGrid

extension YAMLValue {
    /// Steps: a list of `tool: {arguments}`, `says: text` or `use: role`.
    func stepTemplates() throws(ConfigurationError) -> [StepTemplate] {
        var steps: [StepTemplate] = []
        for item in try list() {
            let pairs = try item.mapping().pairs
            guard pairs.count == 1, let (name, value) = pairs.first else {
                throw item.invalid("a step is one 'tool: {arguments}', 'says: text' or 'use: role'")
            }
            switch name {
            case "says": steps.append(.says(try value.textTemplate()))
            case "use": steps.append(.role(try value.string()))
            default:
                var arguments: [String: ValueTemplate] = [:]
                for (key, argument) in try value.isNull ? [] : value.mapping().pairs {
                    arguments[key] = try argument.valueTemplate()
                }
                let tool = try item.placed { () throws(TemplateFault) in try TextTemplate(name) }
                steps.append(.call(tool: tool, arguments: arguments))
            }
        }
        return steps
    }

    /// Steps without slots.
    func scriptedSteps() throws(ConfigurationError) -> [ScriptedStep] {
        let templates = try stepTemplates()
        return try placed { () throws(TemplateFault) in try templates.filled([:]) }
    }

    /// A condition in which no role is left open.
    func closedCondition() throws(ConfigurationError) -> Condition {
        let condition = try condition()
        return try placed { () throws(TemplateFault) in try condition.filled([:], rules: [:]) }
    }

    /// The places where foreign text gets in.
    func channels() throws(ConfigurationError) -> [InjectionPlace: Channel] {
        var channels: [InjectionPlace: Channel] = [:]
        for (name, value) in try mapping().pairs {
            guard let place = InjectionPlace(rawValue: name) else {
                let known = InjectionPlace.allCases.map(\.rawValue).joined(separator: ", ")
                throw value.invalid("unknown place '\(name)'; known: \(known)")
            }
            let body = try value.mapping(allowing: ["at", "tool"])
            let carrier: Channel.Carrier
            if let pointer = body["at"], body["tool"] == nil, place != .toolDescription, place != .toolResult {
                carrier = .state(try pointer.pointer())
            } else {
                carrier = .tool(try body.text("tool"))
            }
            channels[place] = Channel(place: place, carrier: carrier)
        }
        return channels
    }
}

extension YAMLMapping {
    /// An id.
    func identifier(_ key: String = "id") throws(ConfigurationError) -> String {
        let id = try text(key)
        guard Taxonomy.isIdentifier(id) else {
            throw try required(key).invalid("'\(id)' is not an id: use lower-case letters, digits, '_', '-' and '.'")
        }
        return id
    }

    /// A word of a closed set.
    func word<Word: RawRepresentable & CaseIterable>(
        _ key: String
    ) throws(ConfigurationError) -> Word where Word.RawValue == String {
        let value = try required(key)
        let text = try value.string()
        guard let word = Word(rawValue: text) else {
            let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw value.invalid("'\(key)' must be one of: \(known)")
        }
        return word
    }

    /// An attack's or errand's list.
    func items<Item>(
        _ key: String, _ read: (YAMLValue) throws(ConfigurationError) -> Item
    ) throws(ConfigurationError) -> [Item] {
        var items: [Item] = []
        for value in try self[key]?.list() ?? [] { items.append(try read(value)) }
        return items
    }
}
