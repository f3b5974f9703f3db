import Foundations

extension YAMLValue {
    /// A mapping from places to comparisons.
    ///
    /// - Parameter isField: whether the places are fields of an item
    func pattern(isField: Bool) throws(ConfigurationError) -> Pattern {
        var fields: [Pattern.Field] = []
        for (key, value) in try mapping().pairs {
            let path = try value.placed { () throws(TemplateFault) in try ValuePath(key, isField: isField) }
            fields.append(Pattern.Field(path: path, matchers: try value.matchers(standard: .equal)))
        }
        return Pattern(fields: fields)
    }

    /// Comparisons: a mapping from operators to operands, or one operand for the standard operator.
    func matchers(standard: Matcher.Operator) throws(ConfigurationError) -> [Matcher] {
        guard isMapping else { return [Matcher(operator: standard, operand: try valueTemplate())] }
        var matchers: [Matcher] = []
        for (key, value) in try mapping().pairs {
            guard let known = Matcher.Operator(rawValue: key) else {
                let all = Matcher.Operator.allCases.map(\.rawValue).joined(separator: ", ")
                throw value.invalid("unknown comparison '\(key)'; known: \(all)")
            }
            let operand = try value.valueTemplate()
            try value.check(known, operand)
            matchers.append(Matcher(operator: known, operand: operand))
        }
        guard !matchers.isEmpty else { throw invalid("a comparison is missing") }
        try checkBounds(matchers)
        return matchers
    }

    private func check(_ comparison: Matcher.Operator, _ operand: ValueTemplate) throws(ConfigurationError) {
        guard let constant = operand.constantValue else { return }
        switch comparison {
        case .oneOf, .noneOf:
            guard case .array(let items) = constant, !items.isEmpty else {
                throw invalid("'\(comparison.rawValue)' needs a list with something in it")
            }
        case .less, .atLeast, .more, .atMost:
            guard constant.numeric != nil else { throw invalid("'\(comparison.rawValue)' needs a number") }
        case .exists, .missing:
            guard constant == .bool(true) else {
                throw invalid("write '\(comparison.rawValue): true', or its opposite")
            }
        case .equal, .not, .contains, .lacks: break
        }
    }

    /// Comparisons that no value can meet are a fault.
    private func checkBounds(_ matchers: [Matcher]) throws(ConfigurationError) {
        var low = -Double.infinity
        var high = Double.infinity
        var isOpen = false
        var equal: [JSONValue] = []
        for matcher in matchers {
            guard let operand = matcher.operand.constantValue else { continue }
            switch matcher.operator {
            case .less: high = min(high, operand.numeric ?? high); isOpen = true
            case .atMost: high = min(high, operand.numeric ?? high)
            case .more: low = max(low, operand.numeric ?? low); isOpen = true
            case .atLeast: low = max(low, operand.numeric ?? low)
            case .equal: equal.append(operand)
            default: break
            }
        }
        let outside = equal.contains { value in
            guard let number = value.numeric else { return low > -.infinity || high < .infinity }
            return number < low || number > high
        }
        if low > high || (low == high && isOpen) || outside {
            throw invalid("this can never hold: no value meets all of these comparisons")
        }
    }

    private static let conditionKeys = [
        "all": [], "any": [], "not": [], "is": [], "some": ["where"], "none": ["where"],
        "count": ["where", "times"], "called": ["with", "times", "after", "not_after"],
        "tried": ["with", "times", "after", "not_after"], "said": [], "rule": [],
    ]

    /// A condition: one of the keys `all any not is some none count called tried said rule`, with its modifiers.
    func condition() throws(ConfigurationError) -> Condition {
        let mapping = try mapping()
        let kinds = mapping.keys.filter { Self.conditionKeys[$0.key] != nil }
        guard kinds.count == 1, let kind = kinds.first?.key, let modifiers = Self.conditionKeys[kind] else {
            let known = Self.conditionKeys.keys.sorted().joined(separator: ", ")
            throw invalid("a condition needs exactly one of: \(known)")
        }
        let body = try self.mapping(allowing: Set(modifiers + [kind]))
        let value = try body.required(kind)
        let fields = try body["where"]?.pattern(isField: true) ?? .any
        switch kind {
        case "all": return .all(try value.conditions())
        case "any": return .any(try value.conditions())
        case "not": return .not(try value.condition())
        case "is": return .matches(try value.pattern(isField: false))
        case "some": return .some(try value.path(), fields)
        case "none": return .none(try value.path(), fields)
        case "count": return .count(try value.path(), fields, try body.required("times").matchers(standard: .equal))
        case "said": return .said(try value.matchers(standard: .contains))
        case "rule": return .role(try value.string())
        default: return .called(try body.calls(of: value, countsFailed: kind == "tried"))
        }
    }

    private func conditions() throws(ConfigurationError) -> [Condition] {
        var parts: [Condition] = []
        for item in try list() { parts.append(try item.condition()) }
        guard parts.count > 1 else { throw invalid("expected a list of at least two conditions") }
        return parts
    }

    fileprivate func order(isThere: Bool) throws(ConfigurationError) -> Condition.Order {
        let body = try mapping(allowing: ["called", "with"])
        return Condition.Order(
            tool: try body.text("called"), arguments: try body["with"]?.pattern(isField: true) ?? .any, isThere: isThere
        )
    }
}

extension YAMLMapping {
    fileprivate func calls(
        of tool: YAMLValue, countsFailed: Bool
    ) throws(ConfigurationError) -> Condition.CallPattern {
        if let both = self["after"], self["not_after"] != nil {
            throw both.invalid("'after' and 'not_after' exclude each other")
        }
        return Condition.CallPattern(
            tool: try tool.string(), arguments: try self["with"]?.pattern(isField: true) ?? .any,
            countsFailed: countsFailed, times: try self["times"]?.matchers(standard: .equal),
            order: try order())
    }

    private func order() throws(ConfigurationError) -> Condition.Order? {
        if let earlier = self["after"] { return try earlier.order(isThere: true) }
        return try self["not_after"]?.order(isThere: false)
    }
}
