import Foundations
import Records

/// The form that a reply is to have. Providers that can hold a model to it are asked to; all others see it in the prompt.
///
/// A schema keeps to what every provider takes: the root is an object, every object is closed and has all its members
/// required, and what may be missing may be `null`. Numbers of items reach only servers that take them (``strict``).
package struct OutputSchema: Sendable, Codable, Equatable {
    /// Letters, digits and `_`, at most 64.
    package let name: String
    /// The JSON schema.
    package let schema: JSONValue

    /// An object with the given members, all of them required.
    package init(_ name: String, members: [String: JSONValue]) {
        self.name = name
        schema = Self.object(members)
    }

    /// The schema with a further required member of its object.
    package func adding(_ member: String, _ form: JSONValue) -> OutputSchema {
        guard case .object(var members)? = schema["properties"] else { return self }
        members[member] = form
        return OutputSchema(name, members: members)
    }

    /// A closed object with the given members, all of them required.
    package static func object(_ members: [String: JSONValue]) -> JSONValue {
        .object([
            "type": .string("object"), "properties": .object(members),
            "required": .array(members.keys.sorted().map(JSONValue.string)), "additionalProperties": .bool(false),
        ])
    }

    /// Any text.
    package static let text = JSONValue.object(["type": .string("string")])
    /// A text or `null`.
    package static let optionalText = JSONValue.object(["type": .array([.string("string"), .string("null")])])
    /// A number.
    package static let number = JSONValue.object(["type": .string("number")])
    /// A list of so many texts. Without a number a small model likes to write none.
    package static func texts(_ count: Int) -> JSONValue {
        .object([
            "type": .string("array"), "items": text, "minItems": .int(count), "maxItems": .int(count),
        ])
    }

    /// One of the given words.
    package static func one(of words: [String]) -> JSONValue {
        .object(["type": .string("string"), "enum": .array(words.map(JSONValue.string))])
    }

    /// The schema without numbers of items, which Azure, Groq and others reject.
    var strict: JSONValue { Self.unlimited(schema) }

    private static func unlimited(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let members):
            .object(members.filter { $0.key != "minItems" && $0.key != "maxItems" }.mapValues(unlimited))
        case .array(let items): .array(items.map(unlimited))
        case .null, .bool, .int, .number, .string: value
        }
    }

    /// The schema in the older dialect of Gemini's interface, which has `nullable` and no `additionalProperties`.
    var nullable: JSONValue { Self.nullable(strict) }

    static func nullable(_ schema: JSONValue) -> JSONValue {
        guard case .object(var members) = schema else { return schema }
        members["additionalProperties"] = nil
        if case .array(let types) = members["type"] {
            members["type"] = types.first { $0 != .string("null") }
            if types.contains(.string("null")) { members["nullable"] = .bool(true) }
        }
        members["items"] = members["items"].map(nullable)
        if case .object(let properties) = members["properties"] {
            members["properties"] = .object(properties.mapValues(nullable))
        }
        return .object(members)
    }
}
