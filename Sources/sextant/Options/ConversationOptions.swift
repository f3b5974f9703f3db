import ArgumentParser
import Records

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

    @Option(
        help: ArgumentHelp(
            "Messages that the attacker tries at each place of a conversation (default: 1).", valueName: "number"))
    var branches: Int?

    @Option(
        help: ArgumentHelp(
            "Places from which the attacker goes on at each turn: those nearest to an unsafe response (default: --branches).",
            valueName: "number"))
    var width: Int?

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

    func validate() throws { try NumberCheck.check { apply(to: &$0.conversation) } }

    /// Puts the flags into a request.
    func apply(to request: inout ConversationRequest) {
        request.scenarios = scenarios ?? request.scenarios
        request.channels = channels ?? request.channels
        request.maxTurns = maxTurns ?? request.maxTurns
        request.maxCalls = maxCalls ?? request.maxCalls
        if control { request.control = true }
        request.attacker = attacker ?? request.attacker
        request.attackerBaseURL = attackerBaseURL ?? request.attackerBaseURL
        request.branches = branches ?? request.branches
        request.width = width ?? request.width
        request.depth = depth ?? request.depth
        request.user = user ?? request.user
        request.userBaseURL = userBaseURL ?? request.userBaseURL
    }
}
