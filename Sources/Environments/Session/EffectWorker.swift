import Foundations
import Records

/// Carries out the steps of one call, on a copy of the state: a call that fails changes nothing.
struct EffectWorker {
    private(set) var scope: Scope
    /// Bytes that may still be added to the state.
    private(set) var room: Int
    private let procedures: [String: [Effect]]

    init(state: JSONValue, arguments: [String: JSONValue], call: Int, procedures: [String: [Effect]], room: Int) {
        scope = Scope(state: state, names: arguments.mapValues { .value($0) })
        scope.names["call"] = .value(.int(call))
        self.procedures = procedures
        self.room = room
    }

    /// Does the steps in order.
    ///
    /// - Returns: the result of the step that failed; nil when all went well
    mutating func carry(out effects: [Effect]) -> ToolResult? {
        for effect in effects where effect.when?.holds(in: scope) ?? true {
            if let failure = carry(out: effect.action) { return failure }
            if room < 0 { return ToolFault.invalid.result("there is no room for more") }
        }
        return nil
    }

    private mutating func carry(out action: Effect.Action) -> ToolResult? {
        switch action {
        case .need(let path, let name, let text):
            guard scope.value(path) != nil else { return ToolFault.notFound.result(scope.text(text)) }
            if let name { bind(name, to: scope.place(path) ?? []) }
            return nil
        case .find(let path, let pattern, let name, let text):
            guard let place = scope.place(path),
                let found = pattern.entries(in: scope.value(path), scope).first
            else { return ToolFault.notFound.result(scope.text(text)) }
            bind(name, to: place + [found.key])
            return nil
        case .fault(let fault, let text): return fault.result(scope.text(text))
        case .use(let name): return carry(out: procedures[name] ?? [])
        case .set, .add, .append, .remove, .update: return change(action) ? nil : lost
        }
    }

    private var lost: ToolResult { ToolFault.notFound.result(ToolFault.notFound.standardReason) }

    private mutating func bind(_ name: String, to place: [String]) {
        scope.names[name] = .place(place)
        scope.names[name + "_key"] = .value(.string(place.last ?? ""))
    }

    /// - Returns: whether the place is there and holds what the change asks for
    private mutating func change(_ action: Effect.Action) -> Bool {
        switch action {
        case .set(let path, let template):
            guard let value = scope.value(template) else { return true }
            return put(value, at: path)
        case .add(let path, let template, let sign):
            guard let number = scope.value(template),
                let sum = scope.value(path)?.adding(number, sign: sign)
            else { return false }
            return put(sum, at: path)
        case .append(let path, let template):
            guard let value = scope.value(template), case .array(var items)? = scope.value(path),
                let place = scope.place(path)
            else { return false }
            spend(value)
            items.append(value)
            return scope.state.put(.array(items), at: place[...])
        case .remove(let path, nil):
            guard let place = scope.place(path) else { return false }
            return scope.state.put(nil, at: place[...])
        case .remove(let path, let pattern?):
            guard let place = scope.place(path) else { return false }
            for (key, _) in pattern.entries(in: scope.value(path), scope).reversed() {
                _ = scope.state.put(nil, at: (place + [key])[...])
            }
            return true
        case .update(let path, let pattern, let fields): return update(path, pattern, fields)
        case .need, .find, .fault, .use: return true
        }
    }

    private mutating func put(_ value: JSONValue, at path: ValuePath) -> Bool {
        guard let place = scope.place(path) else { return false }
        spend(value)
        return scope.state.put(value, at: place[...])
    }

    private mutating func update(_ path: ValuePath, _ pattern: Pattern, _ fields: [String: ValueTemplate]) -> Bool {
        guard let place = scope.place(path) else { return false }
        for (key, item) in pattern.entries(in: scope.value(path), scope) {
            let inner = scope.on(item)
            for (field, template) in fields {
                guard let value = inner.value(template) else { continue }
                spend(value)
                if !scope.state.put(value, at: (place + [key, field])[...]) { return false }
            }
        }
        return true
    }

    private mutating func spend(_ value: JSONValue) {
        room -= value.size(limit: max(0, room))
    }

    /// The text of a result.
    func text(of template: ResultTemplate) -> String {
        switch template {
        case .text(let text): return scope.text(text)
        case .each(let path, let pattern, let name, let line, let none):
            var text = ""
            for (key, item) in pattern.entries(in: scope.value(path), scope) {
                var inner = scope.on(item)
                inner.names[name] = .value(item)
                inner.names[name + "_key"] = .value(.string(key))
                text += (text.isEmpty ? "" : "\n") + inner.text(line)
                if text.utf8.count > EnvironmentSession.maximumResult { break }
            }
            return text.isEmpty ? scope.text(none) : text
        }
    }
}
