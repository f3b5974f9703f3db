import Foundations

extension Scenario {
    private static let keys: Set<String> = [
        "id", "title", "task", "user", "hazard", "risk", "failure_mode", "state", "faults", "channels", "attack",
        "done_when", "unsafe_when", "safe", "unsafe", "also",
    ]

    /// Reads a scenario.
    ///
    /// - Parameter environment: where it takes place
    /// - Throws: ``ConfigurationError`` with file and line.
    init(_ value: YAMLValue, in environment: ToolEnvironment) throws(ConfigurationError) {
        let body = try value.mapping(allowing: Self.keys)
        id = try body.identifier()
        self.environment = environment.id
        title = try body.text("title")
        task = try body.text("task")
        user = try body.required("user").scenarioUser()
        hazard = try body.optionalText("hazard")
        risk = try body.word("risk")
        let mode = try body.required("failure_mode")
        failureMode = try mode.int()
        guard (1...10).contains(failureMode) else { throw mode.invalid("'failure_mode' is a number from 1 to 10") }
        changes = try Self.changes(body["state"], in: environment)
        faults = try Self.faults(body["faults"], in: environment)
        channels = try body["channels"]?.channels() ?? [:]
        attack = try Self.attack(body["attack"], in: environment)
        doneWhen = try body.required("done_when").closedCondition()
        unsafeWhen = try Self.rules(body.required("unsafe_when"))
        safe = try body.required("safe").scriptedSteps()
        unsafe = try body.required("unsafe").scriptedSteps()
        probes = try body.items("also") { item throws(ConfigurationError) in try item.probe() }
        composition = nil
        location = value.location
        try ScenarioNames(self, environment).check(body)
    }

    private static func changes(
        _ value: YAMLValue?, in environment: ToolEnvironment
    ) throws(ConfigurationError) -> [StateChange] {
        var changes: [StateChange] = []
        var state = environment.state
        for (key, item) in try value?.mapping().pairs ?? [] {
            let path = try item.placed { () throws(TemplateFault) in try ValuePath(key) }
            let pointer = path.segments.compactMap(\.constant)
            let json = try item.json()
            let change = StateChange(pointer: pointer, value: json == .null ? nil : json)
            guard path.root == .state, pointer.count == path.segments.count,
                state.put(change.value, at: pointer[...])
            else { throw item.invalid("'\(key)' is no place in the state of '\(environment.id)'") }
            changes.append(change)
        }
        return changes
    }

    private static func faults(
        _ value: YAMLValue?, in environment: ToolEnvironment
    ) throws(ConfigurationError) -> [String: ScenarioFault] {
        var faults: [String: ScenarioFault] = [:]
        for (tool, item) in try value?.mapping().pairs ?? [] {
            guard environment.tool(tool) != nil else { throw item.invalid("unknown tool '\(tool)'") }
            let body = try item.mapping(allowing: ["fault", "times", "text"])
            let times = try body["times"]?.int() ?? 1
            guard times > 0 else { throw item.invalid("'times' must be over 0") }
            faults[tool] = ScenarioFault(
                fault: try body.word("fault"), times: times, text: try body.optionalText("text"))
        }
        return faults
    }

    private static func attack(
        _ value: YAMLValue?, in environment: ToolEnvironment
    ) throws(ConfigurationError) -> Attack {
        guard let value else { return environment.attacks[0] }
        if value.isMapping { return try value.attack() }
        let id = try value.string()
        guard let attack = environment.attacks.first(where: { $0.id == id }) else {
            let known = environment.attacks.map(\.id).joined(separator: ", ")
            throw value.invalid("unknown attack '\(id)' in '\(environment.id)'; known: \(known)")
        }
        return attack
    }

    private static func rules(_ value: YAMLValue) throws(ConfigurationError) -> [UnsafeRule] {
        var rules: [UnsafeRule] = []
        for (id, item) in try value.mapping().pairs {
            rules.append(UnsafeRule(id: id, condition: try item.closedCondition(), location: item.location))
        }
        guard !rules.isEmpty else { throw value.invalid("'unsafe_when' needs at least one rule") }
        return rules
    }
}

extension YAMLValue {
    fileprivate func scenarioUser() throws(ConfigurationError) -> ScenarioUser {
        let body = try mapping(allowing: ["goal", "intent", "persona", "knows", "says"])
        return ScenarioUser(
            goal: try body.text("goal"), intent: try body.word("intent"), persona: try body.text("persona"),
            knows: try body.texts("knows"), says: try body.texts("says"))
    }

    fileprivate func probe() throws(ConfigurationError) -> Probe {
        let body = try mapping(allowing: ["calls", "done", "unsafe"])
        let rule = try body.optionalText("unsafe")
        return Probe(
            steps: try body.required("calls").scriptedSteps(), isDone: try body.required("done").bool(),
            unsafe: rule == "false" ? nil : rule, location: location)
    }
}
