import Foundations

/// Finds what can't be right in an environment, without carrying anything out.
struct EnvironmentCheck {
    private let environment: ToolEnvironment
    private let root: YAMLMapping

    init(_ environment: ToolEnvironment, _ root: YAMLMapping) {
        self.environment = environment
        self.root = root
    }

    /// - Throws: ``ConfigurationError`` for the first fault.
    func check() throws(ConfigurationError) {
        var places: [String: SourceLocation] = [:]
        for tool in environment.tools {
            if let first = places.updateValue(tool.location, forKey: tool.name) {
                throw ConfigurationError.duplicateID(tool.location, id: tool.name, first: first)
            }
        }
        try checkCycles()
        for tool in environment.tools {
            var names = Set(tool.schema.arguments.map(\.name)).union(["call"])
            var bound: Set<String> = []
            try check(tool.effects, &names, &bound)
            try check(tool.result, names, tool.location)
        }
        try checkChannels()
        try checkAttacksAndErrands()
        try checkRoles()
    }

    /// A list of effects that leads back to itself would never end.
    private func checkCycles() throws(ConfigurationError) {
        for name in environment.procedures.keys.sorted() { try follow(name, path: []) }
    }

    private func follow(_ name: String, path: [String]) throws(ConfigurationError) {
        for effect in environment.procedures[name] ?? [] {
            guard case .use(let next) = effect.action else { continue }
            let path = path + [name]
            if path.contains(next) {
                throw ConfigurationError.invalid(
                    effect.location, "the effects lead in a circle: \((path + [next]).joined(separator: " > "))")
            }
            try follow(next, path: path)
        }
    }

    private func check(
        _ effects: [Effect], _ names: inout Set<String>, _ bound: inout Set<String>
    ) throws(ConfigurationError) {
        for effect in effects {
            if let when = effect.when { try check(when, names, effect.location) }
            try check(effect, names, bound)
            switch effect.action {
            case .need(_, let name?, _), .find(_, _, let name, _):
                guard !names.contains(name) || bound.contains(name) else {
                    throw ConfigurationError.invalid(effect.location, "the name '\(name)' is taken by an argument")
                }
                names.formUnion([name, name + "_key"])
                bound.insert(name)
            case .use(let name):
                guard let procedure = environment.procedures[name] else {
                    throw ConfigurationError.invalid(effect.location, "no list of effects is called '\(name)'")
                }
                try check(procedure, &names, &bound)
            default: break
            }
        }
    }

    private func check(
        _ effect: Effect, _ names: Set<String>, _ bound: Set<String>
    ) throws(ConfigurationError) {
        let place = effect.location
        switch effect.action {
        case .need(let path, let name, let text):
            try check([path] + text.slots, names, place)
            if name != nil { try checkPlace(path, bound, place) }
        case .find(let path, let pattern, _, let text):
            try check([path] + text.slots + pattern.paths, names, place)
            try checkPlace(path, bound, place)
        case .fault(_, let text): try check(text.slots, names, place)
        case .set(let path, let value), .add(let path, let value, _), .append(let path, let value):
            try check([path] + value.slots, names, place)
            try checkPlace(path, bound, place)
        case .remove(let path, let pattern):
            try check([path] + (pattern?.paths ?? []), names, place)
            try checkPlace(path, bound, place)
        case .update(let path, let pattern, let fields):
            try check([path] + pattern.paths + fields.values.flatMap(\.slots), names, place)
            try checkPlace(path, bound, place)
        case .use: break
        }
    }

    private func check(
        _ result: ResultTemplate, _ names: Set<String>, _ place: SourceLocation
    ) throws(ConfigurationError) {
        switch result {
        case .text(let text): try check(text.slots, names, place)
        case .each(let path, let pattern, let name, let line, let none):
            try check([path] + pattern.paths + none.slots, names, place)
            try check(line.slots, names.union([name, name + "_key"]), place)
        }
    }

    private func check(
        _ condition: Condition, _ names: Set<String>, _ place: SourceLocation
    ) throws(ConfigurationError) {
        guard condition.evidence == .state, let paths = condition.statePaths else {
            throw ConfigurationError.invalid(place, "effects see the state and the arguments, not calls or responses")
        }
        try check(paths, names, place)
    }

    private func check(
        _ paths: [ValuePath], _ names: Set<String>, _ place: SourceLocation
    ) throws(ConfigurationError) {
        for path in paths {
            switch path.root {
            case .item: continue
            case .name(let name):
                guard names.contains(name) else {
                    let known = names.sorted().joined(separator: ", ")
                    throw ConfigurationError.invalid(place, "nothing is known as '\(name)' here; known: \(known)")
                }
            case .state:
                if let first = path.segments.first?.constant, environment.state[first] == nil {
                    throw ConfigurationError.invalid(place, "the state has no '/\(first)'")
                }
            }
            for segment in path.segments { try check(segment.slots, names, place) }
        }
    }

    private func checkPlace(
        _ path: ValuePath, _ bound: Set<String>, _ place: SourceLocation
    ) throws(ConfigurationError) {
        if case .name(let name) = path.root, !bound.contains(name) {
            throw ConfigurationError.invalid(place, "'\(name)' is no place in the state; bind one by 'need' or 'find'")
        }
    }

    private func checkChannels() throws(ConfigurationError) {
        let value = try root.required("channels")
        for place in InjectionPlace.allCases {
            guard let channel = environment.channels[place] else {
                throw value.invalid("the place '\(place.rawValue)' is missing")
            }
            if let problem = channel.problem(in: environment, state: environment.state) { throw value.invalid(problem) }
        }
    }

    private func checkRoles() throws(ConfigurationError) {
        let rules = RuleCheck(environment: environment, state: environment.state)
        for role in environment.roleNames {
            for entry in environment.roles[role] ?? [] {
                let problem = entry.rule.flatMap { rules.problem(of: $0) } ?? rules.problem(of: entry.calls)
                if let problem { throw ConfigurationError.invalid(entry.location, problem) }
            }
        }
    }

    private func checkAttacksAndErrands() throws(ConfigurationError) {
        let rules = RuleCheck(environment: environment, state: environment.state)
        var places: [String: SourceLocation] = [:]
        let parts =
            environment.attacks.map { ($0.id, $0.steps, $0.followedWhen, $0.location) }
            + environment.errands.map { ($0.id, $0.steps, $0.doneWhen, $0.location) }
        for (id, steps, condition, place) in parts {
            if let first = places.updateValue(place, forKey: id) {
                throw ConfigurationError.duplicateID(place, id: id, first: first)
            }
            if let problem = rules.problem(of: steps) ?? rules.problem(of: condition) {
                throw ConfigurationError.invalid(place, problem)
            }
        }
    }
}

extension Channel {
    /// What makes the place unusable in a state; nil for nothing.
    func problem(in environment: ToolEnvironment, state: JSONValue) -> String? {
        switch carrier {
        case .tool(let name):
            environment.tool(name) == nil ? "'\(place.rawValue)': unknown tool '\(name)'" : nil
        case .state(let pointer):
            state.value(at: pointer[...])?.stringValue == nil
                ? "'\(place.rawValue)': the state has no text at '/\(pointer.joined(separator: "/"))'" : nil
        }
    }
}

extension Pattern {
    /// The paths it looks at.
    var paths: [ValuePath] { fields.flatMap { [$0.path] + $0.matchers.flatMap(\.operand.slots) } }
}

extension Condition {
    /// The paths of a condition on the state; nil for one on calls, responses or roles.
    var statePaths: [ValuePath]? {
        switch self {
        case .all(let parts), .any(let parts):
            let paths = parts.compactMap(\.statePaths)
            return paths.count == parts.count ? paths.flatMap { $0 } : nil
        case .not(let part): return part.statePaths
        case .matches(let pattern): return pattern.paths
        case .some(let path, let pattern), .none(let path, let pattern): return [path] + pattern.paths
        case .count(let path, let pattern, let times):
            return [path] + pattern.paths + times.flatMap(\.operand.slots)
        case .called, .said, .role: return nil
        }
    }
}
