import Foundations

/// What the fields of an item, or values anywhere, have to be: each field with its comparisons, all of which must hold.
struct Pattern: Sendable, Equatable {
    /// A place and what is asked of the value there.
    struct Field: Sendable, Equatable {
        let path: ValuePath
        var matchers: [Matcher]
    }

    var fields: [Field]

    /// The pattern that everything matches.
    static let any = Pattern(fields: [])

    /// Whether all of it holds in a scope.
    func holds(in scope: Scope) -> Bool {
        fields.allSatisfy { field in
            let value = scope.value(field.path)
            return field.matchers.allSatisfy { $0.holds(for: value, in: scope) }
        }
    }

    /// The items of a list or object that match, each with its key or index.
    func entries(in list: JSONValue?, _ scope: Scope) -> [(key: String, value: JSONValue)] {
        let entries = list?.entries ?? []
        return fields.isEmpty ? entries : entries.filter { holds(in: scope.on($0.value)) }
    }

    /// The pattern with the slots of a binding filled in.
    func filled(_ binding: Binding) throws(TemplateFault) -> Pattern {
        var fields: [Field] = []
        for field in self.fields {
            fields.append(
                Field(path: try field.path.filled(binding), matchers: try field.matchers.filled(binding)))
        }
        return Pattern(fields: fields)
    }
}

extension [Matcher] {
    /// The comparisons with the slots of a binding filled in.
    func filled(_ binding: Binding) throws(TemplateFault) -> [Matcher] {
        var filled: [Matcher] = []
        for matcher in self {
            filled.append(Matcher(operator: matcher.operator, operand: try matcher.operand.filled(binding)))
        }
        return filled
    }
}
