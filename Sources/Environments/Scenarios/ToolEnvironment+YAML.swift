import Foundations

extension ToolEnvironment {
    private static let keys: Set<String> = [
        "id", "title", "description", "state", "tools", "effects", "roles", "channels", "attacks", "errands",
    ]

    /// Reads an environment.
    ///
    /// - Parameters:
    ///   - text: the YAML text
    ///   - file: its path, for messages
    /// - Throws: ``ConfigurationError`` with file and line.
    package init(text: String, file: String) throws(ConfigurationError) {
        let root = try YAMLValue(text: text, file: file).mapping(allowing: Self.keys)
        id = try root.identifier()
        title = try root.text("title")
        description = try root.text("description")
        state = try root.required("state").json()
        tools = try root.items("tools") { value throws(ConfigurationError) in try value.environmentTool() }
        var procedures: [String: [Effect]] = [:]
        for (name, value) in try root["effects"]?.mapping().pairs ?? [] { procedures[name] = try value.effects() }
        self.procedures = procedures
        roles = try Self.roles(root["roles"])
        channels = try root.required("channels").channels()
        attacks = try root.items("attacks") { value throws(ConfigurationError) in try value.attack() }
        errands = try root.items("errands") { value throws(ConfigurationError) in try value.errand() }
        location = root.location
        guard case .object = state else { throw try root.required("state").invalid("the state must be a mapping") }
        guard !tools.isEmpty else { throw ConfigurationError.missingKey(location, key: "tools") }
        guard !attacks.isEmpty else { throw ConfigurationError.missingKey(location, key: "attacks") }
        try EnvironmentCheck(self, root).check()
    }

    private static func roles(_ value: YAMLValue?) throws(ConfigurationError) -> [String: [RoleEntry]] {
        var roles: [String: [RoleEntry]] = [:]
        for (role, list) in try value?.mapping().pairs ?? [] {
            guard YAMLValue.isName(role), role != "risk" else { throw list.invalid("'\(role)' is no name of a role") }
            var entries: [RoleEntry] = []
            for item in try list.list() { entries.append(try item.roleEntry()) }
            guard !entries.isEmpty else { throw list.invalid("the role '\(role)' needs an entry") }
            roles[role] = entries
        }
        return roles
    }
}

extension YAMLValue {
    fileprivate func roleEntry() throws(ConfigurationError) -> RoleEntry {
        let body = try mapping()
        _ = try body.text("name")
        var fields: [String: JSONValue] = [:]
        for (key, value) in body.pairs where key != "calls" && key != "rule" {
            guard YAMLValue.isName(key) else { throw value.invalid("'\(key)' is no name of a field") }
            fields[key] = try value.json()
        }
        return RoleEntry(
            fields: fields, calls: try body["calls"]?.stepTemplates() ?? [], rule: try body["rule"]?.condition(),
            location: location)
    }

    func attack() throws(ConfigurationError) -> Attack {
        let body = try mapping(allowing: ["id", "goal", "calls", "followed_when"])
        return Attack(
            id: try body.identifier(), goal: try body.text("goal"), steps: try body.required("calls").scriptedSteps(),
            followedWhen: try body.required("followed_when").closedCondition(), location: location)
    }

    fileprivate func errand() throws(ConfigurationError) -> Errand {
        let body = try mapping(allowing: ["id", "task", "calls", "done_when"])
        return Errand(
            id: try body.identifier(), task: try body.text("task"), steps: try body.required("calls").scriptedSteps(),
            doneWhen: try body.required("done_when").closedCondition(), location: location)
    }
}
