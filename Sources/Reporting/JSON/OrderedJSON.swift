/// A small JSON document whose keys stay in the order they are given: what `summary.json` and coverage files are made of.
package indirect enum OrderedJSON {
    /// Nothing known.
    case null
    /// A text.
    case string(String)
    /// A whole number.
    case int(Int)
    /// A whole number without a sign.
    case unsigned(UInt64)
    /// Any number.
    case number(Double)
    /// True or false.
    case bool(Bool)
    /// Members, in this order.
    case object([(key: String, value: OrderedJSON)])
    /// A list.
    case array([OrderedJSON])
    /// Written on one line wherever it stands, so that a list of them has one line for each.
    case line(OrderedJSON)

    /// All on one line, without spaces.
    package var compact: [UInt8] {
        var text = JSONText()
        write(to: &text, indent: nil, spaced: false)
        return text.bytes
    }

    /// Indented by two spaces a level, with a line break at the end.
    package var indented: [UInt8] {
        var text = JSONText()
        write(to: &text, indent: 0, spaced: true)
        text.raw("\n")
        return text.bytes
    }

    private func write(to text: inout JSONText, indent: Int?, spaced: Bool) {
        switch self {
        case .string(let value): text.string(value)
        case .int(let value): text.int(value)
        case .unsigned(let value): text.raw(Array(String(value).utf8))
        case .number(let value): text.number(value)
        case .null: text.raw("null")
        case .bool(let value): text.bool(value)
        case .line(let value): value.write(to: &text, indent: nil, spaced: spaced)
        case .object(let members):
            text.raw("{")
            Self.list(members, to: &text, indent: indent, spaced: spaced) { member, text, inner in
                text.string(member.key)
                if spaced { text.raw(": ") } else { text.raw(":") }
                member.value.write(to: &text, indent: inner, spaced: spaced)
            }
            text.raw("}")
        case .array(let values):
            text.raw("[")
            Self.list(values, to: &text, indent: indent, spaced: spaced) { value, text, inner in
                value.write(to: &text, indent: inner, spaced: spaced)
            }
            text.raw("]")
        }
    }

    private static func list<Element>(
        _ elements: [Element], to text: inout JSONText, indent: Int?, spaced: Bool,
        _ write: (Element, inout JSONText, Int?) -> Void
    ) {
        for (index, element) in elements.enumerated() {
            if index > 0 { text.raw(",") }
            if let indent {
                text.raw(lineBreak(indent + 2))
            } else if spaced, index > 0 {
                text.raw(" ")
            }
            write(element, &text, indent.map { $0 + 2 })
        }
        if let indent, !elements.isEmpty { text.raw(lineBreak(indent)) }
    }

    private static func lineBreak(_ spaces: Int) -> [UInt8] {
        [UInt8(ascii: "\n")] + [UInt8](repeating: UInt8(ascii: " "), count: spaces)
    }
}
