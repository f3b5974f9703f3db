import Foundations

/// Finds what can't be right in a rule, without carrying anything out.
struct RuleCheck {
    let environment: ToolEnvironment
    /// The state that rules look at: what an environment or scenario begins with.
    let state: JSONValue

    /// The first fault of a rule; nil for none.
    func problem(of condition: Condition) -> String? {
        switch condition {
        case .all(let parts), .any(let parts): parts.lazy.compactMap { problem(of: $0) }.first
        case .not(let part): problem(of: part)
        case .matches(let pattern): problem(of: pattern)
        case .some(let path, let pattern), .none(let path, let pattern):
            problem(ofList: path) ?? problem(of: pattern)
        case .count(let path, let pattern, let times):
            problem(ofList: path) ?? problem(of: pattern) ?? problem(ofCount: times)
        case .called(let calls):
            problem(of: calls.tool, calls.arguments) ?? calls.times.flatMap { problem(ofCount: $0) }
                ?? calls.order.flatMap { problem(of: $0.tool, $0.arguments) }
        case .said(let matchers):
            matchers.lazy.compactMap { matcher in
                matcher.operator == .contains || matcher.operator == .lacks
                    ? nil : "'said' can be compared by 'contains' and 'lacks' alone"
            }.first
        case .role(let name): "the rule of the role '\(name)' can be used in risks alone"
        }
    }

    private func problem(of pattern: Pattern) -> String? {
        for field in pattern.fields {
            if let problem = problem(of: field.path) { return problem }
            for slot in field.matchers.flatMap(\.operand.slots) {
                if let problem = problem(of: slot) { return problem }
            }
        }
        return nil
    }

    private func problem(of path: ValuePath) -> String? {
        switch path.root {
        case .item: return nil
        case .name(let name): return "nothing is known as '\(name)' here; places in the state begin with '/'"
        case .state:
            guard let first = path.segments.first?.constant, state[first] == nil else { return nil }
            return "this can never hold: the state has no '/\(first)'"
        }
    }

    private func problem(ofList path: ValuePath) -> String? {
        if let problem = problem(of: path) { return problem }
        let segments = path.segments.compactMap(\.constant)
        guard segments.count == path.segments.count, let value = state.value(at: segments[...]) else { return nil }
        switch value {
        case .array, .object: return nil
        default: return "this can never hold: '\(path.text)' is neither a list nor a mapping"
        }
    }

    private func problem(ofCount matchers: [Matcher]) -> String? {
        for matcher in matchers {
            guard let number = matcher.operand.constantValue?.numeric else { continue }
            let isImpossible =
                switch matcher.operator {
                case .equal, .atMost: number < 0
                case .less: number <= 0
                default: false
                }
            if isImpossible { return "this can never hold: a count is never below 0" }
        }
        return nil
    }

    private func problem(of tool: String, _ arguments: Pattern) -> String? {
        guard let definition = environment.tool(tool) else {
            let known = environment.tools.map(\.name).joined(separator: ", ")
            return "unknown tool '\(tool)' in '\(environment.id)'; known: \(known)"
        }
        for field in arguments.fields {
            guard let name = field.path.segments.first?.constant else { continue }
            guard let argument = definition.schema[name] else {
                return "this can never hold: '\(tool)' has no argument '\(name)'"
            }
            for matcher in field.matchers where matcher.operator == .equal {
                guard field.path.segments.count == 1, let value = matcher.operand.constantValue,
                    argument.kind.fitting(value) == nil
                else { continue }
                return "this can never hold: '\(name)' of '\(tool)' is \(argument.kind.words)"
            }
        }
        return nil
    }

    /// The first step with slots whose tool or argument does not exist; nil for none.
    func problem(of steps: [StepTemplate]) -> String? {
        for case .call(let template, let arguments) in steps {
            guard let name = template.constant else { continue }
            guard let tool = environment.tool(name) else { return problem(of: name, .any) }
            if let unknown = arguments.keys.filter({ tool.schema[$0] == nil }).min() {
                return "'\(name)' has no argument '\(unknown)'"
            }
        }
        return nil
    }

    /// The first step that no tool can take; nil for none.
    func problem(of steps: [ScriptedStep]) -> String? {
        for case .call(let name, let arguments) in steps {
            guard let tool = environment.tool(name) else { return problem(of: name, .any) }
            if case .fault(let problem) = tool.schema.read(arguments) { return "'\(name)': \(problem)" }
        }
        return nil
    }
}
