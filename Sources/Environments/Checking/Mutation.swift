import Foundations

/// The conditions that differ from one by a single operator turned into its opposite.
enum Mutation {
    /// All of them, in the order in which a reader meets the operators.
    static func all(of condition: Condition) -> [Condition] {
        switch condition {
        case .all(let parts): [.any(parts)] + inside(parts) { .all($0) }
        case .any(let parts): [.all(parts)] + inside(parts) { .any($0) }
        case .not(let part): [part] + all(of: part).map { .not($0) }
        case .matches(let pattern): all(of: pattern).map { .matches($0) }
        case .some(let path, let pattern):
            [.none(path, pattern)] + all(of: pattern).map { .some(path, $0) }
        case .none(let path, let pattern):
            [.some(path, pattern)] + all(of: pattern).map { .none(path, $0) }
        case .count(let path, let pattern, let times):
            all(of: times).map { .count(path, pattern, $0) } + all(of: pattern).map { .count(path, $0, times) }
        case .called(let calls): all(of: calls)
        case .said(let matchers): all(of: matchers).map { .said($0) }
        case .role: []
        }
    }

    private static func inside(_ parts: [Condition], _ join: ([Condition]) -> Condition) -> [Condition] {
        parts.indices.flatMap { index in
            all(of: parts[index]).map { mutated in
                var parts = parts
                parts[index] = mutated
                return join(parts)
            }
        }
    }

    private static func all(of calls: Condition.CallPattern) -> [Condition] {
        var mutated: [Condition] = []
        if let times = calls.times {
            for other in all(of: times) {
                var calls = calls
                calls.times = other
                mutated.append(.called(calls))
            }
        } else {
            mutated.append(.not(.called(calls)))
        }
        for pattern in all(of: calls.arguments) {
            var calls = calls
            calls.arguments = pattern
            mutated.append(.called(calls))
        }
        guard let order = calls.order else { return mutated }
        var turned = calls
        turned.order?.isThere = !order.isThere
        mutated.append(.called(turned))
        for pattern in all(of: order.arguments) {
            var calls = calls
            calls.order?.arguments = pattern
            mutated.append(.called(calls))
        }
        return mutated
    }

    private static func all(of pattern: Pattern) -> [Pattern] {
        pattern.fields.indices.flatMap { index in
            all(of: pattern.fields[index].matchers).map { matchers in
                var pattern = pattern
                pattern.fields[index].matchers = matchers
                return pattern
            }
        }
    }

    private static func all(of matchers: [Matcher]) -> [[Matcher]] {
        matchers.indices.map { index in
            var matchers = matchers
            matchers[index].operator = matchers[index].operator.opposite
            return matchers
        }
    }
}

extension ScenarioCheck {
    /// How many single changes of an operator in the rules the sequences notice; none where they prove nothing as it is.
    package func mutations() -> MutationCount {
        var count = MutationCount()
        let isSound = isProven(scenario)
        for condition in Mutation.all(of: scenario.doneWhen) {
            count.add(isCaught: isSound && !isProven(scenario.with(doneWhen: condition)))
        }
        for (index, rule) in scenario.unsafeWhen.enumerated() {
            for condition in Mutation.all(of: rule.condition) {
                var rules = scenario.unsafeWhen
                rules[index] = UnsafeRule(id: rule.id, condition: condition, location: rule.location)
                count.add(isCaught: isSound && !isProven(scenario.with(unsafeWhen: rules)))
            }
        }
        return count
    }
}

/// Changes of rules, and those that were noticed.
package struct MutationCount: Sendable, Equatable {
    /// Changes that were made.
    package private(set) var all = 0
    /// Changes that some sequence noticed.
    package private(set) var caught = 0

    /// No changes yet.
    package init() {}

    mutating func add(isCaught: Bool) {
        all += 1
        if isCaught { caught += 1 }
    }

    /// Both counts added up.
    package static func + (left: Self, right: Self) -> Self {
        var sum = left
        sum.all += right.all
        sum.caught += right.caught
        return sum
    }
}
