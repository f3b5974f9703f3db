import Foundations
import Records

/// What paths, templates and conditions are read against.
struct Scope {
    /// What a name stands for.
    enum Meaning {
        case value(JSONValue)
        /// A place in the state, which effects may change.
        case place([String])
    }

    var state: JSONValue
    var names: [String: Meaning] = [:]
    /// What a pattern is held against.
    var item: JSONValue?
    /// The calls so far; rules look at them, effects never.
    var trace: [TracedCall] = []
    /// The responses so far, one below the other.
    var said = ""

    /// The value at a path; nil when there is none.
    func value(_ path: ValuePath) -> JSONValue? {
        let start: JSONValue?
        switch path.root {
        case .state: start = state
        case .item: start = item
        case .name(let name):
            switch names[name] {
            case .value(let value): start = value
            case .place(let place): start = state.value(at: place[...])
            case nil: start = nil
            }
        }
        guard let start else { return nil }
        guard !path.segments.isEmpty else { return start }
        return start.value(at: path.segments.map { text($0) }[...])
    }

    /// The place in the state that a path names; nil for a path that begins at a value.
    func place(_ path: ValuePath) -> [String]? {
        let tail = path.segments.map { text($0) }
        switch path.root {
        case .state: return tail
        case .item: return nil
        case .name(let name):
            if case .place(let place)? = names[name] { return place + tail }
            return nil
        }
    }

    /// The text with its slots filled.
    func text(_ template: TextTemplate) -> String {
        if let constant = template.constant { return constant }
        var text = ""
        for part in template.parts {
            switch part {
            case .text(let plain): text += plain
            case .slot(let path): text += value(path)?.slotText ?? ""
            case .role: break
            }
        }
        return text
    }

    /// The value with its slots filled; members of an object whose slot has no value are left out.
    func value(_ template: ValueTemplate) -> JSONValue? {
        switch template {
        case .constant(let value): value
        case .slot(let path): value(path)
        case .text(let text): .string(self.text(text))
        case .array(let items): .array(items.compactMap { value($0) })
        case .object(let members): .object(members.compactMapValues { value($0) })
        }
    }

    /// The scope in which a pattern's fields are those of `item`.
    func on(_ item: JSONValue) -> Scope {
        var scope = self
        scope.item = item
        return scope
    }
}

extension JSONValue {
    /// The value at a JSON pointer's segments; nil when there is none.
    package func value(at pointer: ArraySlice<String>) -> JSONValue? {
        guard let first = pointer.first else { return self }
        switch self {
        case .object(let members): return members[first]?.value(at: pointer.dropFirst())
        case .array(let items):
            guard let index = Int(first), items.indices.contains(index) else { return nil }
            return items[index].value(at: pointer.dropFirst())
        default: return nil
        }
    }

    /// Changes the value at a place; nil for `value` takes it out. A new key of an object is made, nothing else.
    ///
    /// - Returns: whether the place exists
    mutating func put(_ value: JSONValue?, at pointer: ArraySlice<String>) -> Bool {
        guard let first = pointer.first else {
            guard let value else { return false }
            self = value
            return true
        }
        switch self {
        case .object(var members):
            // The only owner changes members in place.
            self = .null
            defer { self = .object(members) }
            if pointer.count == 1 {
                if value == nil, members[first] == nil { return false }
                members[first] = value
                return true
            }
            return members[first]?.put(value, at: pointer.dropFirst()) ?? false
        case .array(var items):
            self = .null
            defer { self = .array(items) }
            guard let index = Int(first), items.indices.contains(index) else { return false }
            if pointer.count > 1 { return items[index].put(value, at: pointer.dropFirst()) }
            if let value { items[index] = value } else { items.remove(at: index) }
            return true
        default: return false
        }
    }

    /// The items of a list, or the members of an object in the order of their keys; each with its key or index.
    var entries: [(key: String, value: JSONValue)] {
        switch self {
        case .array(let items): items.enumerated().map { (String($0), $1) }
        case .object(let members): members.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        default: []
        }
    }
}
