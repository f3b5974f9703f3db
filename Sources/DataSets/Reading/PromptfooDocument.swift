import Foundations
import Records

extension PromptfooVariables {
    /// A file that a configuration of promptfoo names in the place of its prompts, tests or variables; nil for none.
    static func otherFile(_ document: JSONValue) -> String? {
        guard isConfiguration(document) else { return nil }
        let tests = document["tests"] ?? .null
        let variables = tests.items.flatMap { $0["vars"]?.members.values.map(\.self) ?? [$0["vars"] ?? .null] }
        let places = [document["prompts"] ?? .null, tests] + (document["prompts"]?.items ?? []) + tests.items
        // A variable may name a file and mean its name.
        return places.lazy.compactMap(\.stringValue).first { $0.hasPrefix("file://") || isPath($0) }
            ?? variables.lazy.compactMap(\.stringValue).first { $0.hasPrefix("file://") }
    }

    private static func isPath(_ text: String) -> Bool {
        !text.contains(where: \.isWhitespace) && !text.contains("{")
            && [".txt", ".csv", ".json", ".jsonl", ".yaml", ".yml", ".j2", ".md"].contains(where: text.hasSuffix)
    }

    /// A configuration whose scenarios are tests, each with the variables that all tests have; any other document as it is.
    static func written(_ document: JSONValue) -> JSONValue {
        guard isConfiguration(document), case .object(var members) = document else { return document }
        let shared = members["defaultTest"]?["vars"]?.members ?? [:]
        let scenarios = (members["scenarios"]?.items ?? []).flatMap(tests(of:))
        let tests = (members["tests"]?.items ?? []) + scenarios
        guard !scenarios.isEmpty || !shared.isEmpty, !tests.isEmpty else { return document }
        members["tests"] = .array(tests.map { merged(["vars": .object(shared)], $0.members) })
        members["scenarios"] = nil
        return .object(members)
    }

    private static func isConfiguration(_ document: JSONValue) -> Bool {
        document["prompts"] != nil && (document["tests"] != nil || document["scenarios"] != nil)
            || document["tests"] != nil && document["providers"] != nil
    }

    /// A scenario's tests: each of its sets of variables with each of its tests.
    private static func tests(of scenario: JSONValue) -> [JSONValue] {
        let tests = scenario["tests"]?.items ?? []
        return (scenario["config"]?.items ?? []).flatMap { config in
            (tests.isEmpty ? [.object([:])] : tests).map { merged(config.members, $0.members) }
        }
    }

    private static func merged(_ base: [String: JSONValue], _ own: [String: JSONValue]) -> JSONValue {
        let variables = (base["vars"]?.members ?? [:]).merging(own["vars"]?.members ?? [:]) { $1 }
        return .object(base.merging(own) { $1 }.merging(["vars": .object(variables)]) { $1 })
    }
}
