import Foundations
import Records

extension Setting {
    /// The settings of a run, in the order in which they are checked.
    static let all: [Setting] =
        target + prompts + items + fairness + conversations + oracle + allocation + limits + connection

    /// The settings by their names.
    static let named = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    private static let target: [Setting] = [
        Setting("target", \.target.model),
        Setting("target-base-url", \.target.baseURL),
        Setting("temperature", \.target.temperature, .from(0, to: 10)),
        Setting("max-answer-tokens", \.target.maxAnswerTokens, .from(1, to: 10_000_000)),
        Setting("system-prompt", \.target.systemPrompt),
        Setting("target-seed", \.target.seed),
        Setting("stop", \.target.stop),
        Setting("extra", fault: severalReplies) { (request, value) throws(ConfigurationError) in
            request.target.extra = try value.jsonObject()
        },
    ]

    /// A generator of images may draw several, which are judged together.
    private static let severalReplies: @Sendable (RunRequest) -> String? = { request in
        guard !request.target.model.hasPrefix("images/"),
            let replies = request.target.extra.flatMap({ SeveralReplies(of: .object($0)) })
        else { return nil }
        return
            "extra: '\(replies.field)' asks for \(replies.count) replies, of which one would be judged; take it out, and "
            + "let --repeat \(replies.count) ask every prompt so often"
    }

    private static let prompts: [Setting] = [
        Setting("generator", \.generator.model),
        Setting("generator-base-url", \.generator.baseURL),
        Setting("generator-options") { (request, value) throws(ConfigurationError) in
            request.generator.options = try value.modelOptions()
        },
        Setting("variant", \.generator.variant),
        Setting("novelty", \.generator.novelty, .from(0.6, to: 1)),
        Setting("paired") { (request, value) throws(ConfigurationError) in
            request.generator.paired = try value.bool() ? true : nil
        },
        Setting("retrieval") { (request, value) throws(ConfigurationError) in
            request.generator.retrieval = try value.isOn()
        },
        Setting("verify") { (request, value) throws(ConfigurationError) in
            request.oracle.verify = try value.bool() ? true : nil
        },
    ]

    private static let items: [Setting] = [
        Setting("shots", \.generator.shots, .from(0, to: 50)),
        Setting("chain-of-thought") { (request, value) throws(ConfigurationError) in
            request.generator.chainOfThought = try value.bool() ? true : nil
        },
    ]

    private static let fairness: [Setting] = [
        Setting("fairness", \.fairness.set),
        Setting("fairness-images", \.fairness.images, .from(1, to: 10_000)),
    ]

    private static let conversations: [Setting] = [
        Setting("scenarios") { (request, value) throws(ConfigurationError) in
            request.conversation.scenarios =
                value.isList ? try value.strings().joined(separator: ",") : try value.string()
        },
        Setting("channels", \.conversation.channels, .from(1, to: 2)),
        Setting("max-turns", \.conversation.maxTurns, .from(1, to: 100)),
        Setting("max-calls", \.conversation.maxCalls, .from(1, to: 10_000)),
        Setting("control", \.conversation.control),
        Setting("attacker", \.conversation.attacker),
        Setting("attacker-base-url", \.conversation.attackerBaseURL),
        Setting("branches", \.conversation.branches, .from(1, to: 20)),
        Setting("width", \.conversation.width, .from(1, to: 20)),
        Setting("depth", \.conversation.depth, .from(1, to: 100)),
        Setting("user", \.conversation.user),
        Setting("user-base-url", \.conversation.userBaseURL),
    ]

    private static let oracle: [Setting] = [
        Setting("oracle", \.oracle.kind),
        Setting("judge", \.oracle.judge),
        Setting("judge-base-url", \.oracle.judgeBaseURL),
        Setting("judge-options") { (request, value) throws(ConfigurationError) in
            request.oracle.judgeOptions = try value.modelOptions()
        },
        Setting("judge-samples", \.oracle.judgeSamples, .from(1, to: 100)),
        Setting("judge-view", \.oracle.judgeView),
        Setting("judge-logprobs", \.oracle.judgeLogProbabilities),
        Setting("judge-grades") { (request, value) throws(ConfigurationError) in
            request.oracle.judgeGrades = try value.isOn()
        },
        Setting("guard", \.oracle.guardModel),
        Setting("guard-base-url", \.oracle.guardBaseURL),
        Setting("guard-format", \.oracle.guardFormat),
        Setting("jury", \.oracle.jury),
    ]

    private static let allocation: [Setting] = [
        Setting("policy", \.allocation.policy),
        Setting("budget", \.budget, .from(1, to: 100_000_000)),
        Setting("seed", \.seed),
        Setting("floor", \.allocation.floor, .from(0, to: 1_000_000)),
        Setting("round-size", \.allocation.roundSize, .from(1, to: 1_000_000)),
        Setting("stop-when", \.allocation.stopWhen),
        Setting("uniform-share", \.allocation.uniformShare),
        Setting("watch-share", \.allocation.watchShare),
        Setting("sensitivity", \.allocation.sensitivity),
        Setting("specificity", \.allocation.specificity),
        Setting("close-holes", \.allocation.closeHoles),
        Setting("confirm") { (request, value) throws(ConfigurationError) in
            guard let rule = ConfirmationRule(rawValue: try value.string()) else {
                throw value.outside("must be like 2of3: at least 2 of at most 20")
            }
            request.allocation.confirm = rule
        },
        Setting("repeat", \.allocation.repeats, .from(1, to: 100)),
        Setting("weights", \.allocation.weights),
        Setting("costs", \.allocation.costs),
    ]

    private static let limits: [Setting] = [
        Setting("max-cost", \.limits.maxCost, .positive()),
        Setting("max-tokens", \.limits.maxTokens, .counted),
        Setting("requests-per-minute", \.limits.requestsPerMinute, .positive(upTo: 1e9)),
        Setting("tokens-per-minute", \.limits.tokensPerMinute, .positive(upTo: 1e12)),
    ]

    private static let connection: [Setting] = [
        Setting("max-connections", \.connection.maxConnections, .from(1, to: 100_000)),
        Setting("ca-bundle", \.connection.caBundle),
        Setting("timeout", \.connection.timeout, .positive(upTo: 86_400)),
        Setting("connect-timeout", \.connection.connectTimeout, .positive(upTo: 86_400)),
        Setting("low-speed-limit", \.connection.lowSpeedLimit, .positive(upTo: 1e9)),
        Setting("max-wait", \.connection.maxWait, .positive(upTo: 31_536_000)) {
            request, value throws(ConfigurationError) in
            request.connection.maxWait = try value.age().seconds
        },
        Setting("cache", \.connection.cache),
        Setting("batch") { (request, value) throws(ConfigurationError) in
            request.connection.batch = try BatchRoles(value).roles
        },
    ]
}

extension YAMLValue {
    fileprivate func isOn() throws(ConfigurationError) -> Bool {
        guard let isOn = Switch.isOn(try string()) else { throw outside("must be on or off") }
        return isOn
    }
}
