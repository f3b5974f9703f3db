/// Header fields in the order given, looked up without regard to case.
///
/// Descriptions and mirrors hide the values of fields that carry secrets.
package struct HTTPHeaders: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    /// One field as it stands on the wire.
    package struct Field: Sendable, Equatable {
        /// The field's name, as spelled by whoever wrote it.
        package let name: String
        /// The field's value without surrounding white space.
        package let value: String
    }

    /// All fields, in order.
    package private(set) var fields: [Field]

    /// Headers from `name: value` pairs; a name may come more than once.
    package init(dictionaryLiteral elements: (String, String)...) {
        fields = elements.map { Field(name: $0.0, value: $0.1) }
    }

    /// No headers.
    package init() {
        fields = []
    }

    /// The first value of `name`; setting replaces every value of that name, and `nil` removes them.
    package subscript(name: String) -> String? {
        get { fields.first { Self.same($0.name, name) }?.value }
        set {
            guard let newValue else {
                fields.removeAll { Self.same($0.name, name) }
                return
            }
            guard let index = fields.firstIndex(where: { Self.same($0.name, name) }) else {
                fields.append(Field(name: name, value: newValue))
                return
            }
            let kept = fields[...index] + fields[(index + 1)...].filter { !Self.same($0.name, name) }
            fields = Array(kept)
            fields[index] = Field(name: fields[index].name, value: newValue)
        }
    }

    /// Every value of `name`, in order.
    package func values(for name: String) -> [String] {
        fields.filter { Self.same($0.name, name) }.map(\.value)
    }

    /// Adds a field after the others, keeping earlier ones of the same name.
    package mutating func append(_ name: String, _ value: String) {
        fields.append(Field(name: name, value: value))
    }

    static func same(_ left: String, _ right: String) -> Bool {
        let left = left.utf8
        let right = right.utf8
        guard left.count == right.count else { return false }
        return zip(left, right).allSatisfy { fold($0) == fold($1) }
    }

    private static func fold(_ byte: UInt8) -> UInt8 {
        byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
    }
}

extension HTTPHeaders: CustomStringConvertible, CustomReflectable {
    /// The fields as `name: value`, secrets hidden.
    package var description: String {
        let shown = fields.map { "\($0.name): \(Redaction.isSecret(header: $0.name) ? Redaction.mark : $0.value)" }
        return "[" + shown.joined(separator: ", ") + "]"
    }

    /// Nothing but the redacted description, so that `dump` shows no secret either.
    package var customMirror: Mirror {
        Mirror(self, children: ["fields": description])
    }
}

extension HTTPHeaders.Field: CustomStringConvertible, CustomReflectable {
    /// The field as `name: value`, a secret value hidden.
    package var description: String {
        "\(name): \(Redaction.isSecret(header: name) ? Redaction.mark : value)"
    }

    /// Nothing but the redacted description.
    package var customMirror: Mirror {
        Mirror(self, children: ["field": description])
    }
}
