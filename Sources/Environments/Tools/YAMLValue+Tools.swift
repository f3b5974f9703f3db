import Foundations
import Records

extension YAMLValue {
    /// A tool.
    func environmentTool() throws(ConfigurationError) -> EnvironmentTool {
        let body = try mapping(allowing: ["name", "description", "arguments", "do", "result"])
        let nameValue = try body.required("name")
        let name = try nameValue.string()
        // Steps of scenarios begin with the name of a tool, or with one of two words.
        guard Self.isName(name), name != "says", name != "use" else {
            throw nameValue.invalid(
                "'\(name)' is no name for a tool: use at most 64 letters, digits and '_', and not 'says' or 'use'")
        }
        let (schema, json) =
            try body["arguments"]?.argumentSchema() ?? (ArgumentSchema(arguments: []), Self.objectSchema())
        return EnvironmentTool(
            definition: ToolDefinition(name: name, description: try body.text("description"), parameters: json),
            schema: schema, effects: try body["do"]?.effects() ?? [],
            result: try body.required("result").resultTemplate(), location: location)
    }

    /// A list of effects.
    func effects() throws(ConfigurationError) -> [Effect] {
        var effects: [Effect] = []
        for item in try list() { effects.append(try item.effect()) }
        return effects
    }

    private static let effectKeys = [
        "need": ["as", "text"], "find": ["where", "as", "text"], "fault": ["text"], "set": ["to"], "add": ["value"],
        "subtract": ["value"], "append": ["value"], "remove": ["where"], "update": ["where", "with"], "use": [],
    ]

    private func effect() throws(ConfigurationError) -> Effect {
        let kinds = try mapping().keys.filter { Self.effectKeys[$0.key] != nil }
        guard kinds.count == 1, let kind = kinds.first?.key, let modifiers = Self.effectKeys[kind] else {
            let known = Self.effectKeys.keys.sorted().joined(separator: ", ")
            throw invalid("a step needs exactly one of: \(known)")
        }
        let body = try mapping(allowing: Set(modifiers + [kind, "when"]))
        return Effect(action: try action(kind, body), when: try body["when"]?.condition(), location: location)
    }

    private func action(_ kind: String, _ body: YAMLMapping) throws(ConfigurationError) -> Effect.Action {
        let value = try body.required(kind)
        let fields = try body["where"]?.pattern(isField: true)
        switch kind {
        case "need":
            return .need(try value.path(), name: try body.name("as"), text: try body.reason(.notFound))
        case "find":
            return .find(
                try value.path(), fields ?? .any, name: try body.name("as") ?? "item", text: try body.reason(.notFound))
        case "fault":
            let word = try value.string()
            guard let fault = ToolFault(rawValue: word) else {
                let known = ToolFault.allCases.map(\.rawValue).joined(separator: ", ")
                throw value.invalid("unknown fault '\(word)'; known: \(known)")
            }
            return .fault(fault, text: try body.reason(fault))
        case "set": return .set(try value.path(), try body.required("to").valueTemplate())
        case "add": return .add(try value.path(), try body.required("value").valueTemplate(), sign: 1)
        case "subtract": return .add(try value.path(), try body.required("value").valueTemplate(), sign: -1)
        case "append": return .append(try value.path(), try body.required("value").valueTemplate())
        case "remove": return .remove(try value.path(), fields)
        case "update":
            var values: [String: ValueTemplate] = [:]
            for (key, member) in try body.required("with").mapping().pairs {
                values[key] = try member.valueTemplate()
            }
            return .update(try value.path(), fields ?? .any, fields: values)
        default: return .use(try value.string())
        }
    }

    private func resultTemplate() throws(ConfigurationError) -> ResultTemplate {
        guard isMapping else { return .text(try textTemplate()) }
        let body = try mapping(allowing: ["each", "where", "as", "line", "none"])
        return .each(
            try body.required("each").path(), try body["where"]?.pattern(isField: true) ?? .any,
            name: try body.name("as") ?? "item", line: try body.required("line").textTemplate(),
            none: try body.required("none").textTemplate())
    }
}

extension YAMLMapping {
    /// A name that something is bound to.
    fileprivate func name(_ key: String) throws(ConfigurationError) -> String? {
        guard let value = self[key] else { return nil }
        let name = try value.string()
        guard YAMLValue.isName(name) else { throw value.invalid("'\(name)' is no name: use letters, digits and '_'") }
        return name
    }

    /// Why a tool fails.
    fileprivate func reason(_ fault: ToolFault) throws(ConfigurationError) -> TextTemplate {
        try self["text"]?.textTemplate() ?? TextTemplate(parts: [.text(fault.standardReason)])
    }
}
