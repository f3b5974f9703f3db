import SafetyGrid

/// A text with slots in braces, taken apart once so that filling it costs no search.
struct Pattern: Sendable, Equatable {
    enum Part: Sendable, Equatable {
        case text(String)
        case slot(String)
    }

    let parts: [Part]

    /// Reads `text`.
    ///
    /// - Throws: `SeedError.invalid` for a brace without its partner or an empty slot.
    init(_ value: YAMLValue) throws(SeedError) {
        var parts: [Part] = []
        var rest = Substring(try value.string().trimmed)
        guard !rest.isEmpty else { throw value.invalid("an empty template") }
        while let open = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            guard rest[open] == "{", let close = rest[open...].firstIndex(of: "}") else {
                throw value.invalid("a brace without its partner")
            }
            let name = String(rest[rest.index(after: open)..<close])
            guard !name.isEmpty, !name.contains(where: { $0 == "{" || $0.isWhitespace }) else {
                throw value.invalid("'{\(name)}' is no slot: a slot is one word in braces")
            }
            if open > rest.startIndex { parts.append(.text(String(rest[..<open]))) }
            parts.append(.slot(name))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { parts.append(.text(String(rest))) }
        self.parts = parts
    }

    /// The slots, in order, repeated ones included.
    var slots: [String] {
        parts.compactMap { if case .slot(let name) = $0 { name } else { nil } }
    }

    /// The text with each slot replaced by what `value` gives for it.
    func filled(_ value: (String) -> String) -> String {
        var text = ""
        for part in parts {
            switch part {
            case .text(let piece): text += piece
            case .slot(let name): text += value(name)
            }
        }
        return text
    }
}

/// Slot names and what may stand for them.
typealias Slots = [String: [String]]

extension YAMLMapping {
    /// The `slots` of a template file; none when the key is absent.
    func slots() throws(SeedError) -> Slots {
        var slots: Slots = [:]
        for (name, value) in try self["slots"]?.mapping().pairs ?? [] { slots[name] = try value.texts() }
        return slots
    }

    /// The patterns under `key`, all of whose slots have to be in `known`.
    func patterns(_ key: String, known: Set<String>) throws(SeedError) -> [Pattern] {
        try self[key]?.patterns(known: known) ?? []
    }
}

extension YAMLValue {
    /// A list of patterns, at least one, whose slots are all known.
    func patterns(known: Set<String>) throws(SeedError) -> [Pattern] {
        var patterns: [Pattern] = []
        for item in try list() {
            let pattern = try Pattern(item)
            if let unknown = pattern.slots.first(where: { !known.contains($0) }) {
                throw item.invalid("the slot '{\(unknown)}' is not defined; known: \(known.sorted().joined(separator: ", "))")
            }
            patterns.append(pattern)
        }
        guard !patterns.isEmpty else { throw invalid("the list is empty") }
        return patterns
    }

    /// A list of texts, at least one.
    func texts() throws(SeedError) -> [String] {
        let texts = try strings()
        guard !texts.isEmpty else { throw invalid("the list is empty") }
        return texts
    }
}
