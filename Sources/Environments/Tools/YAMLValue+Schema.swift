import Foundations

extension YAMLValue {
    private static let argumentKeys: Set<String> = [
        "type", "description", "enum", "items", "minimum", "maximum", "maxLength", "default", "optional",
    ]

    /// The arguments of a tool, and the JSON schema of them all.
    func argumentSchema() throws(ConfigurationError) -> (ArgumentSchema, JSONValue) {
        var arguments: [ArgumentSchema.Argument] = []
        var properties: [String: JSONValue] = [:]
        for (name, value) in try mapping().pairs {
            guard Self.isName(name), name != "call" else {
                throw value.invalid("'\(name)' is no name for an argument: use letters, digits and '_', not 'call'")
            }
            let (argument, schema) = try value.argument(name)
            arguments.append(argument)
            properties[name] = schema
        }
        let required = arguments.filter(\.isRequired).map { JSONValue.string($0.name) }
        return (ArgumentSchema(arguments: arguments), Self.objectSchema(properties, required: required))
    }

    /// The schema of an object; an empty list of what is required is left out, as some providers ask.
    static func objectSchema(_ properties: [String: JSONValue] = [:], required: [JSONValue] = []) -> JSONValue {
        var schema: [String: JSONValue] = [
            "type": .string("object"), "properties": .object(properties), "additionalProperties": .bool(false),
        ]
        if !required.isEmpty { schema["required"] = .array(required) }
        return .object(schema)
    }

    /// Whether a text can be the name of a tool, an argument or something found.
    static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 64
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
            }
    }

    private func argument(_ name: String) throws(ConfigurationError) -> (ArgumentSchema.Argument, JSONValue) {
        let body = try mapping(allowing: Self.argumentKeys)
        let (kind, schema) = try schemaKind(body)
        var members = schema
        members["description"] = .string(try body.text("description"))
        let fallback = try body["default"]?.json()
        if let value = body["default"], let fallback {
            guard kind.fitting(fallback) != nil else { throw value.invalid("the default must be \(kind.words)") }
            members["default"] = fallback
        }
        let isOptional = try body["optional"]?.bool() ?? false
        let argument = ArgumentSchema.Argument(
            name: name, kind: kind, isRequired: !isOptional && fallback == nil, fallback: fallback)
        return (argument, .object(members))
    }

    private static let typeKeys: [String: Set<String>] = [
        "string": ["enum", "maxLength"], "integer": ["minimum", "maximum"], "number": ["minimum", "maximum"],
        "boolean": [], "array": ["items"], "object": [],
    ]

    private func schemaKind(
        _ body: YAMLMapping
    ) throws(ConfigurationError) -> (ArgumentSchema.Kind, [String: JSONValue]) {
        let typeValue = try body.required("type")
        let type = try typeValue.string()
        guard let allowed = Self.typeKeys[type] else {
            let known = Self.typeKeys.keys.sorted().joined(separator: ", ")
            throw typeValue.invalid("'\(type)' is no type of a schema; known: \(known)")
        }
        for (key, place) in body.keys
        where !allowed.contains(key) && !["type", "description", "default", "optional"].contains(key) {
            throw ConfigurationError.invalid(place, "'\(key)' says nothing about the type '\(type)'")
        }
        var schema: [String: JSONValue] = ["type": .string(type)]
        switch type {
        case "string": return try text(body, &schema)
        case "integer", "number":
            let range = try Self.range(body, &schema)
            return (type == "integer" ? .integer(range) : .number(range), schema)
        case "boolean": return (.boolean, schema)
        case "object": return (.object, schema)
        default:
            let items = try body.required("items")
            let (kind, inner) = try items.schemaKind(items.mapping(allowing: Self.argumentKeys))
            schema["items"] = .object(inner)
            return (.list(kind), schema)
        }
    }

    private func text(
        _ body: YAMLMapping, _ schema: inout [String: JSONValue]
    ) throws(ConfigurationError) -> (ArgumentSchema.Kind, [String: JSONValue]) {
        let allowed = try body["enum"]?.strings()
        if let allowed {
            guard !allowed.isEmpty, Set(allowed).count == allowed.count else {
                throw try body.required("enum").invalid("'enum' needs a list of different texts")
            }
            schema["enum"] = .array(allowed.map { .string($0) })
        }
        let length = try body["maxLength"]?.int() ?? 4_000
        guard length > 0 else { throw try body.required("maxLength").invalid("'maxLength' must be over 0") }
        if allowed == nil { schema["maxLength"] = .int(length) }
        return (.string(allowed: allowed, maxLength: length), schema)
    }

    private static func range(
        _ body: YAMLMapping, _ schema: inout [String: JSONValue]
    ) throws(ConfigurationError) -> ClosedRange<Double> {
        let low = try body["minimum"]?.double()
        let high = try body["maximum"]?.double()
        if let low, let high, low > high {
            throw try body.required("minimum").invalid("the minimum is over the maximum")
        }
        if let value = body["minimum"] { schema["minimum"] = try value.json() }
        if let value = body["maximum"] { schema["maximum"] = try value.json() }
        return (low ?? -Double.greatestFiniteMagnitude)...(high ?? Double.greatestFiniteMagnitude)
    }
}
