import Foundations
import SafetyGrid

/// Parses patterns, knowing which slots there are and what the hole is called.
struct TemplateReader {
    /// Options of each slot by its name.
    var slots: [String: [[UInt8]]] = [:]
    /// Name of the placeholder that every pattern has to have; nil when there is none.
    var hole: String?

    /// Adds the slots of a mapping from names to lists of texts.
    ///
    /// - Throws: ``ConfigurationError`` for an empty list, an empty text or a brace in a text.
    mutating func add(slots value: YAMLValue?) throws(ConfigurationError) {
        guard let value else { return }
        for (name, list) in try value.mapping().pairs {
            guard name != hole else { throw list.invalid("'\(name)' is filled in by the program; rename the slot") }
            slots[name] = try Self.texts(list)
        }
    }

    /// The patterns under `key`, or none when the key is absent.
    ///
    /// - Parameters:
    ///   - key: the key of a list of patterns
    ///   - mapping: where to look
    ///   - path: beginning of the patterns' ids
    /// - Returns: the patterns, in the order of the list
    /// - Throws: ``ConfigurationError`` for an empty list or a pattern that ``template(_:id:)`` rejects.
    func templates(_ key: String, in mapping: YAMLMapping, path: String) throws(ConfigurationError) -> [Template] {
        guard let value = mapping[key] else { return [] }
        return try templates(value, path: path)
    }

    /// The patterns of a list.
    ///
    /// - Throws: ``ConfigurationError`` for an empty list or a pattern that ``template(_:id:)`` rejects.
    func templates(_ list: YAMLValue, path: String) throws(ConfigurationError) -> [Template] {
        var templates: [Template] = []
        for (index, item) in try list.list().enumerated() {
            templates.append(try template(item, id: "\(path)/\(index)"))
        }
        guard !templates.isEmpty else { throw list.invalid("the list is empty; give at least one pattern") }
        return templates
    }

    /// One pattern.
    ///
    /// - Throws: ``ConfigurationError/invalid(_:_:)`` for an empty pattern, an undefined slot, a stray brace or a missing hole.
    func template(_ value: YAMLValue, id: String) throws(ConfigurationError) -> Template {
        let source = Array(try value.string().trimmed.utf8)
        guard !source.isEmpty else { throw value.invalid("the pattern is empty") }
        var pieces: [Template.Piece] = []
        var names: [String] = []
        var options: [[[UInt8]]] = []
        var hasHole = false
        var rest = source[...]
        while let open = rest.firstIndex(where: Self.isBrace) {
            if open > rest.startIndex { pieces.append(.text(Array(rest[..<open]))) }
            let inner = rest[(open + 1)...]
            guard rest[open] == UInt8(ascii: "{"), let close = inner.firstIndex(where: Self.isBrace),
                inner[close] == UInt8(ascii: "}")
            else { throw value.invalid("a brace without its partner; write {slot}") }
            let name = String(decoding: inner[..<close], as: UTF8.self)
            if name == hole {
                hasHole = true
                pieces.append(.hole)
            } else if let known = names.firstIndex(of: name) {
                pieces.append(.slot(known))
            } else if let choices = slots[name] {
                pieces.append(.slot(names.count))
                names.append(name)
                options.append(choices)
            } else {
                throw value.invalid("undefined slot '{\(name)}'; known here: \(knownNames)")
            }
            rest = inner[(close + 1)...]
        }
        if !rest.isEmpty { pieces.append(.text(Array(rest))) }
        if let hole, !hasHole { throw value.invalid("the pattern has no {\(hole)}") }
        return Template(id: id, pieces: pieces, options: options)
    }

    /// The texts of a list, as bytes.
    ///
    /// - Throws: ``ConfigurationError/invalid(_:_:)`` for an empty list, an empty text or a brace in a text.
    static func texts(_ list: YAMLValue) throws(ConfigurationError) -> [[UInt8]] {
        var texts: [[UInt8]] = []
        for item in try list.list() {
            let text = Array(try item.string().trimmed.utf8)
            guard !text.isEmpty else { throw item.invalid("the text is empty") }
            guard !text.contains(where: isBrace) else { throw item.invalid("no slots can stand in this text") }
            texts.append(text)
        }
        guard !texts.isEmpty else { throw list.invalid("the list is empty; give at least one text") }
        return texts
    }

    private var knownNames: String {
        let names = (slots.keys + (hole.map { [$0] } ?? [])).sorted()
        return names.isEmpty ? "none" : names.joined(separator: ", ")
    }

    private static func isBrace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}")
    }
}
