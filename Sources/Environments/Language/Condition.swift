import Foundations
import Records

/// Something that holds or not: of the state, of the calls so far, of what was said.
indirect enum Condition: Sendable, Equatable {
    case all([Condition])
    case any([Condition])
    case not(Condition)
    /// Values at places are as the pattern says.
    case matches(Pattern)
    /// Some item of the list or object at a place matches.
    case some(ValuePath, Pattern)
    /// No item does.
    case none(ValuePath, Pattern)
    /// So many do.
    case count(ValuePath, Pattern, [Matcher])
    /// A tool was called so.
    case called(CallPattern)
    /// Responses have, or lack, a text.
    case said([Matcher])
    /// The rule of a role, which composition puts in its place.
    case role(String)

    /// Calls of a tool.
    struct CallPattern: Sendable, Equatable {
        let tool: String
        var arguments: Pattern
        /// Whether calls that failed count too.
        var countsFailed: Bool
        /// How many there must be; nil for at least one.
        var times: [Matcher]?
        /// What must have been called before, or must not.
        var order: Order?
    }

    /// A call before another.
    struct Order: Sendable, Equatable {
        let tool: String
        var arguments: Pattern
        /// Whether the earlier call must be there, or must be missing.
        var isThere: Bool
    }

    /// What a rule is decided by, the surest first.
    enum Evidence: Int, Sendable, Comparable {
        case state, calls, text

        static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    /// The weakest evidence it needs.
    var evidence: Evidence {
        switch self {
        case .all(let parts), .any(let parts): parts.map(\.evidence).max() ?? .state
        case .not(let part): part.evidence
        case .matches, .some, .none, .count, .role: .state
        case .called: .calls
        case .said: .text
        }
    }

    /// Whether it holds in a scope.
    func holds(in scope: Scope) -> Bool {
        switch self {
        case .all(let parts): parts.allSatisfy { $0.holds(in: scope) }
        case .any(let parts): parts.contains { $0.holds(in: scope) }
        case .not(let part): !part.holds(in: scope)
        case .matches(let pattern): pattern.holds(in: scope)
        case .some(let path, let pattern): !pattern.entries(in: scope.value(path), scope).isEmpty
        case .none(let path, let pattern): pattern.entries(in: scope.value(path), scope).isEmpty
        case .count(let path, let pattern, let matchers):
            matchers.hold(for: pattern.entries(in: scope.value(path), scope).count, in: scope)
        case .called(let calls):
            calls.times?.hold(for: calls.count(in: scope), in: scope) ?? (calls.count(in: scope) > 0)
        case .said(let matchers): matchers.allSatisfy { $0.holds(for: .string(scope.said), in: scope) }
        case .role: false
        }
    }

    /// The condition with roles filled in.
    ///
    /// - Parameters:
    ///   - binding: fields of roles
    ///   - rules: rules of roles
    /// - Throws: ``TemplateFault`` for a role, field or rule that is missing.
    func filled(_ binding: Binding, rules: [String: Condition]) throws(TemplateFault) -> Condition {
        switch self {
        case .all(let parts): return .all(try Self.filled(parts, binding, rules))
        case .any(let parts): return .any(try Self.filled(parts, binding, rules))
        case .not(let part): return .not(try part.filled(binding, rules: rules))
        case .matches(let pattern): return .matches(try pattern.filled(binding))
        case .some(let path, let pattern): return .some(try path.filled(binding), try pattern.filled(binding))
        case .none(let path, let pattern): return .none(try path.filled(binding), try pattern.filled(binding))
        case .count(let path, let pattern, let matchers):
            return .count(try path.filled(binding), try pattern.filled(binding), try matchers.filled(binding))
        case .called(var calls):
            calls.arguments = try calls.arguments.filled(binding)
            calls.times = try calls.times?.filled(binding)
            if let arguments = calls.order?.arguments { calls.order?.arguments = try arguments.filled(binding) }
            return .called(calls)
        case .said(let matchers): return .said(try matchers.filled(binding))
        case .role(let name):
            guard let rule = rules[name] else { throw TemplateFault("the role '\(name)' has no rule") }
            return try rule.filled(binding, rules: [:])
        }
    }

    private static func filled(
        _ parts: [Condition], _ binding: Binding, _ rules: [String: Condition]
    ) throws(TemplateFault) -> [Condition] {
        var filled: [Condition] = []
        for part in parts { filled.append(try part.filled(binding, rules: rules)) }
        return filled
    }
}

extension Condition.CallPattern {
    /// The calls that match.
    func count(in scope: Scope) -> Int {
        var isPreceded = false
        var count = 0
        for traced in scope.trace {
            if matches(traced, tool, arguments, scope), order.map({ $0.isThere == isPreceded }) ?? true { count += 1 }
            if let order, !isPreceded { isPreceded = matches(traced, order.tool, order.arguments, scope) }
        }
        return count
    }

    private func matches(_ traced: TracedCall, _ tool: String, _ pattern: Pattern, _ scope: Scope) -> Bool {
        guard traced.call.name == tool, countsFailed || !traced.result.isError else { return false }
        guard !pattern.fields.isEmpty else { return true }
        guard case .object(let members) = traced.call.arguments else { return false }
        return pattern.holds(in: scope.on(.object(members)))
    }
}

extension [Matcher] {
    fileprivate func hold(for count: Int, in scope: Scope) -> Bool {
        allSatisfy { $0.holds(for: .int(count), in: scope) }
    }
}
