import ArgumentParser
import Records
import SafetyGrid
import Workflows

/// Conversations, and tasks in environments.
struct ConversationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Test tasks in environments in place of hazards: all, an environment, scenario ids, composed or composed:N.",
            valueName: "name,…"))
    var scenarios: String?

    @Option(
        help: ArgumentHelp(
            "Strategies of the user's side, as a dimension of the grid: direct, escalation, persistence… "
                + "(default: single prompts).", valueName: "id,id"))
    var strategies: String?

    @Option(
        help: ArgumentHelp(
            "Where foreign text tries to steer an agent: none, tool_result, document, message… (default: none).",
            valueName: "id,id"))
    var injections: String?

    @Option(
        help: ArgumentHelp(
            "Places that carry the request of a composed scenario at once, 1 or 2 (default: 1).", valueName: "number"))
    var channels: Int?

    @Option(help: ArgumentHelp("Most turns of a conversation (default: 5).", valueName: "turns"))
    var maxTurns: Int?

    @Option(help: ArgumentHelp("Most tool calls of a conversation (default: 30).", valueName: "calls"))
    var maxCalls: Int?

    @Flag(help: "Send as many single prompts beside each conversation, and report what the strategy adds to them.")
    var control = false

    @Option(
        help: ArgumentHelp(
            "Model that writes the user's side of strategies and sees the oracle's view (default: scripts).",
            valueName: "provider/model"))
    var attacker: String?

    @Option(
        name: .customLong("attacker-base-url"),
        help: ArgumentHelp("Base URL of the attacker's server.", valueName: "url"))
    var attackerBaseURL: String?

    @Option(help: ArgumentHelp("Messages that the attacker tries in each place (default: 1).", valueName: "number"))
    var branches: Int?

    @Option(
        help: ArgumentHelp(
            "Most turns of a conversation that the attacker leads (default: --max-turns).", valueName: "turns"))
    var depth: Int?

    @Option(
        help: ArgumentHelp("Model that plays the users of scenarios (default: scripts).", valueName: "provider/model"))
    var user: String?

    @Option(
        name: .customLong("user-base-url"), help: ArgumentHelp("Base URL of the user's server.", valueName: "url"))
    var userBaseURL: String?

    /// The values that flags keep of the dimensions; those of the file where there is no flag.
    func selection(over file: [DimensionID: [String]]) -> [DimensionID: [String]] {
        var selection = file
        for (dimension, list) in [(DimensionID.strategy, strategies), (.injection, injections)] {
            if let list { selection[dimension] = RunConfiguration.ids(list) }
        }
        return selection
    }

    /// Puts flags over file into the settings of a run.
    func apply(to request: inout RunRequest, over file: ConversationRequest) {
        request.conversation = file
        if let scenarios { request.conversation.scenarios = scenarios }
        if let channels { request.conversation.channels = channels }
        if let maxTurns { request.conversation.maxTurns = maxTurns }
        if let maxCalls { request.conversation.maxCalls = maxCalls }
        if control { request.conversation.control = true }
        if let attacker { request.conversation.attacker = attacker }
        if let attackerBaseURL { request.conversation.attackerBaseURL = attackerBaseURL }
        if let branches { request.conversation.branches = branches }
        if let depth { request.conversation.depth = depth }
        if let user { request.conversation.user = user }
        if let userBaseURL { request.conversation.userBaseURL = userBaseURL }
    }

    /// Checks the settings of conversations.
    ///
    /// - Throws: ``UsageError`` for a number out of range, or a setting that nothing would use.
    static func check(_ request: ConversationRequest, hasStrategies: Bool) throws {
        let numbers: [(name: String, value: Int?, most: Int)] = [
            ("max-turns", request.maxTurns, 100), ("max-calls", request.maxCalls, 10_000),
            ("branches", request.branches, 20), ("depth", request.depth, 100),
            ("channels", request.channels, 2),
        ]
        for (name, value, most) in numbers {
            guard let value, !(1...most).contains(value) else { continue }
            throw UsageError("--\(name) is \(value); it must be at least 1 and at most \(most)")
        }
        if request.attacker == nil, request.branches != nil || request.depth != nil {
            throw UsageError("--branches and --depth are the attacker's; name one with --attacker provider/model")
        }
        if !hasStrategies, request.attacker != nil || request.control == true {
            throw UsageError("--attacker and --control need a strategy; add --strategies, for example escalation")
        }
        if request.scenarios == nil, request.user != nil {
            throw UsageError("--user plays the users of scenarios; add --scenarios, for example all")
        }
    }
}
