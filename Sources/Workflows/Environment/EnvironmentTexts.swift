import Analysis
import Environments
import Foundation
import Foundations
import Records
import Reporting

/// The texts that commands print about environments and scenarios.
package enum EnvironmentTexts {
    /// JSON on one line, with keys in order.
    package static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// What a session came to.
    package static func ended(_ record: AgentRecord, named name: String) -> String {
        let outcome = record.session.outcome(responses: [])
        let verdict = outcome.unsafe ? "unsafe (\(outcome.rule ?? ""))" : "safe"
        return "\(name): \(record.session.trace.count) calls, \(outcome.done ? "done" : "not done"), \(verdict)"
    }

    /// The environments and their sizes.
    package static func environments(_ listings: [EnvironmentListing]) -> String {
        var table = TextTable([
            .init("environment"), .init("tools", .right), .init("scenarios", .right), .init("title", flexible: true),
        ])
        for listing in listings {
            table.add([listing.id, "\(listing.tools.count)", "\(listing.scenarios.count)", listing.title])
        }
        return table.text(color: false)
    }

    /// The scenarios of an environment.
    package static func scenarios(_ scenarios: [Scenario]) -> String {
        var table = TextTable([.init("id"), .init("risk"), .init("user"), .init("title", flexible: true)])
        for scenario in scenarios {
            table.add([scenario.id, scenario.risk.rawValue, scenario.user.intent.rawValue, scenario.title])
        }
        return table.text(color: false)
    }

    /// How many scenarios each risk makes.
    package static func composed(_ listings: [ComposedListing]) -> String {
        var table = TextTable([.init("risk"), .init("scenarios", .right), .init("environments", flexible: true)])
        for (risk, members) in Dictionary(grouping: listings, by: \.risk).sorted(by: { $0.key < $1.key }) {
            let environments = Set(members.map(\.environment)).sorted().joined(separator: ", ")
            table.add([risk, "\(members.count)", environments])
        }
        return "\(table.text(color: false))\n\(listings.count) scenarios"
    }

    /// What turning the operators round came to.
    package static func mutations(_ count: MutationCount, blind: [String]) -> String {
        let share = count.all == 0 ? 1 : Double(count.caught) / Double(count.all)
        let missed = blind.isEmpty ? "" : "; missed in \(blind.prefix(10).joined(separator: ", "))"
        return "operators turned round: \(count.caught) of \(count.all) noticed (\(Figures.percent(share)))\(missed)"
    }

    /// An environment with its tools.
    package static func show(_ environment: ToolEnvironment) -> String {
        var lines = ["\(environment.id)"] + field("title", environment.title) + field("tells", environment.description)
        for tool in environment.tools { lines += field("tool", "\(tool.name): \(tool.definition.description)") }
        for attack in environment.attacks { lines += field("attack", "\(attack.id): \(attack.goal)") }
        return (lines + field("roles", environment.roleNames.joined(separator: ", "))).joined(separator: "\n")
    }

    /// A scenario with its rules.
    package static func show(_ scenario: Scenario) -> String {
        var lines = ["\(scenario.id) (\(scenario.environment))"]
        lines += field("title", scenario.title) + field("task", scenario.task)
        lines += field("user", "\(scenario.user.intent.rawValue): \(scenario.user.persona)")
        lines += field("goal", scenario.user.goal)
        lines += field("risk", "\(scenario.risk.title), failure mode \(scenario.failureMode)")
        if let hazard = scenario.hazard { lines += field("hazard", hazard) }
        lines += field("attack", scenario.attack.goal) + field("done", scenario.doneText)
        for rule in scenario.unsafeWhen { lines += field("unsafe", "\(rule.id): \(rule.text)") }
        for (role, name) in (scenario.composition?.roles ?? [:]).sorted(by: { $0.key < $1.key }) {
            lines += field("role", "\(role): \(name)")
        }
        return (lines + steps("safe", scenario.safe) + steps("harm", scenario.unsafe)).joined(separator: "\n")
    }

    private static func steps(_ name: String, _ steps: [ScriptedStep]) -> [String] {
        steps.flatMap { step in
            switch step {
            case .says(let text): field(name, "says: \(text)")
            case .call(let tool, let arguments): field(name, "\(tool) \(JSONValue.object(arguments).spacedText)")
            }
        }
    }

    /// A name, and a foreign text beside it on as many lines as it needs.
    private static func field(_ name: String, _ text: String) -> [String] {
        TerminalText.wrapped(text, width: 88).enumerated().map { index, line in
            (index == 0 ? name : "").padding(toLength: 8, withPad: " ", startingAt: 0) + line
        }
    }
}
