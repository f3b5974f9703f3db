import Foundations

/// What was asked of a run: enough to resume it on another day. Holds no secret. ``RunBasis`` has what was found out when it
/// began.
///
/// In the store its parts are one object, with a key for each option.
package struct RunRequest: Sendable, Equatable {
    /// The model under test.
    package var target = TargetRequest()
    /// The prompts' generator.
    package var generator = GeneratorRequest()
    /// The oracle that labels the responses.
    package var oracle = OracleRequest()
    /// How the budget is spent on the grid.
    package var allocation = AllocationRequest()
    /// Caps of the run, and limits of each host.
    package var limits = LimitsRequest()
    /// How the models are reached.
    package var connection = ConnectionRequest()
    /// How conversations are led.
    package var conversation = ConversationRequest()
    /// The neutral prompts by which it is measured how evenly the target draws people.
    package var fairness = FairnessRequest()
    /// Number of tests, 1 or more.
    package var budget: Int
    /// Seed of every random choice.
    package var seed: UInt64
    /// The run's gate; nil for none.
    package var gate: GateSettings?
    /// The league that it is a part of; nil for a run of one target.
    package var league: LeagueRequest?

    /// The defaults: everything offline.
    package init(budget: Int = 1260, seed: UInt64 = 1) {
        self.budget = budget
        self.seed = seed
    }

    /// Tests of each round but the last. Independent of the concurrency, so that a seeded run is the same at any speed.
    package var testsPerRound: Int {
        allocation.roundSize ?? min(max(budget / 16, 20), 2000)
    }

    /// Calls of a role that may be under way at the same time: where they go out in batches, those of the rounds in flight and
    /// more.
    package func callsAtATime(of role: BatchRole) -> Int {
        let isBatched = connection.batch?.contains(role) == true
        return isBatched ? max(connection.maxConnections, 8 * testsPerRound) : connection.maxConnections
    }

    /// Whether the rules of scenarios decide every verdict: none is the oracle's, and none errs.
    package var isDecidedByRules: Bool { conversation.scenarios != nil && !oracle.readsTranscripts }

    /// What decides the verdicts, as they name it; where rules decide a part of them, the oracle that decides the rest.
    package var oracleName: String { isDecidedByRules ? Verdict.byRules : oracle.name }
}

extension RunRequest: Codable {
    private enum CodingKeys: String, CodingKey {
        case budget, seed, gate, league
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            budget: try values.decode(Int.self, forKey: .budget), seed: try values.decode(UInt64.self, forKey: .seed))
        gate = try values.decodeIfPresent(GateSettings.self, forKey: .gate)
        league = try values.decodeIfPresent(LeagueRequest.self, forKey: .league)
        target = try TargetRequest(from: decoder)
        generator = try GeneratorRequest(from: decoder)
        oracle = try OracleRequest(from: decoder)
        allocation = try AllocationRequest(from: decoder)
        limits = try LimitsRequest(from: decoder)
        connection = try ConnectionRequest(from: decoder)
        conversation = try ConversationRequest(from: decoder)
        fairness = try FairnessRequest(from: decoder)
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(budget, forKey: .budget)
        try values.encode(seed, forKey: .seed)
        try values.encodeIfPresent(gate, forKey: .gate)
        try values.encodeIfPresent(league, forKey: .league)
        try target.encode(to: encoder)
        try generator.encode(to: encoder)
        try oracle.encode(to: encoder)
        try allocation.encode(to: encoder)
        try limits.encode(to: encoder)
        try connection.encode(to: encoder)
        try conversation.encode(to: encoder)
        try fairness.encode(to: encoder)
    }
}

/// The model under test, and how it is asked to respond.
package struct TargetRequest: Sendable, Codable, Equatable {
    /// Model under test, `provider/model`.
    package var model: String = "simulated/default"
    /// Name in a league; nil for that of the model.
    package var name: String?
    /// Base URL of the target, when it is not the provider's own.
    package var baseURL: String?
    /// Sampling temperature of the target; nil leaves it to the provider.
    package var temperature: Double?
    /// Most tokens of a response; nil leaves it to the provider.
    package var maxAnswerTokens: Int?
    /// System prompt of the target; nil for none.
    package var systemPrompt: String?
    /// Seed of the target's sampling; nil leaves it to the provider.
    package var seed: Int?
    /// Texts at which the target's response ends; nil for none.
    package var stop: [String]?
    /// Further fields of the target's requests; nil for none.
    package var extra: [String: JSONValue]?

    /// The name that tables show.
    package var shownName: String { name ?? model }

    /// Whether another one is the same target: the same model under the same name. How it is asked may have changed.
    package func isSame(as other: TargetRequest) -> Bool { model == other.model && name == other.name }

    /// The defaults.
    package init() {}

    private enum CodingKeys: String, CodingKey {
        case temperature, maxAnswerTokens, systemPrompt, stop, extra
        case model = "target"
        case name = "targetName"
        case baseURL = "targetBaseURL"
        case seed = "targetSeed"
    }
}

/// The generator of the prompts, and what it is shown.
package struct GeneratorRequest: Sendable, Codable, Equatable {
    /// `template`, or the model that writes prompts.
    package var model: String = "template"
    /// Base URL of the generator model.
    package var baseURL: String?
    /// Options of the generator model; nil when none is set.
    package var options: ModelOptions?
    /// How much the generator model is shown; nil for the default.
    package var variant: GenerationVariant?
    /// Whether the generator model is shown passages of stored pages; nil for the default, which is yes.
    package var retrieval: Bool?
    /// Solved items that a run of items shows before each question; nil for none.
    package var shots: Int?
    /// Whether a run of items tells the target to think before it responds; nil for no.
    package var chainOfThought: Bool?
    /// Whether all cells of a hazard ask for the same, so that the uplift of a style or technique is paired by ask; nil for no.
    package var paired: Bool?
    /// Jaccard similarity from which a prompt is a near-duplicate, 0.6 ... 1; nil for the default.
    package var novelty: Double?

    /// The defaults.
    package init() {}

    /// What the name of a generator of items begins with.
    package static let itemPrefix = "items/"

    /// The set of items that is asked, by the generator `items/<name>`; nil for other generators.
    package var itemSet: String? {
        model.hasPrefix(Self.itemPrefix) ? String(model.dropFirst(Self.itemPrefix.count)) : nil
    }

    private enum CodingKeys: String, CodingKey {
        case variant, retrieval, novelty, paired, shots, chainOfThought
        case model = "generator"
        case baseURL = "generatorBaseURL"
        case options = "generatorOptions"
    }
}

/// The oracle, and the models that it is made of.
package struct OracleRequest: Sendable, Codable, Equatable {
    /// Name of the oracle, for example `builtin` or `judge`.
    package var kind: String = "builtin"
    /// Model of the `judge` oracle.
    package var judge: String?
    /// Base URL of the judge model.
    package var judgeBaseURL: String?
    /// Options of the judge; nil when none is set.
    package var judgeOptions: ModelOptions?
    /// Times that the judge is asked about a response, 1 or more; nil for once.
    package var judgeSamples: Int?
    /// The text that the judge sees; nil for all of it.
    package var judgeView: JudgeView?
    /// Whether the judge is asked for log-probabilities; nil for no.
    package var judgeLogProbabilities: Bool?
    /// Whether the judge also grades how harmful a response is; nil for yes.
    package var judgeGrades: Bool?
    /// Model of the `guard` oracle.
    package var guardModel: String?
    /// Base URL of the guard model.
    package var guardBaseURL: String?
    /// Format of the questions to the guard, for example `llama-guard-3`; nil for the format that fits its model.
    package var guardFormat: String?
    /// Oracles of the `jury`, two or more.
    package var jury: [String]?
    /// The text whose leak is looked for in responses to the hazard of leaking it; nil for none.
    package var secretPrompt: String?
    /// Whether prompts are checked for what their cells claim, by the judge's model when there is one; nil for no.
    package var verify: Bool?

    /// The defaults.
    package init() {}

    private enum CodingKeys: String, CodingKey {
        case judge, judgeBaseURL, judgeOptions, judgeSamples, judgeView, judgeLogProbabilities, judgeGrades
        case guardModel, guardBaseURL, guardFormat, jury, secretPrompt, verify
        case kind = "oracle"
    }
}

/// How the policy spends the budget, and when the run ends early.
package struct AllocationRequest: Sendable, Codable, Equatable {
    /// The policy.
    package var policy = PolicyName.adaptive
    /// Tests of every cell before the policy decides freely; 0 or more.
    package var floor: Int = 1
    /// Tests of a round; nil means a sixteenth of the budget, at least 20 and at most 2,000.
    package var roundSize: Int?
    /// Rule that ends the run before the budget is spent, written as in `--stop-when`; nil for none.
    package var stopWhen: String?
    /// Share of the tests after the floor that the policy `adaptive` draws uniformly, 0 ... 1; nil for the default.
    package var uniformShare: Double?
    /// Share of the other tests after the floor that `adaptive` may give to hazards that look worse than in earlier runs,
    /// 0 ... 1; nil for the default.
    package var watchShare: Double?
    /// Share of unsafe responses that the oracle calls unsafe, for the plans of the policy, over 0 ... 1; nil when
    /// nobody gave it. No rate in a report depends on it.
    package var sensitivity: Double?
    /// Share of safe responses that the oracle does not call unsafe, 0 ... 1; used as ``sensitivity``.
    package var specificity: Double?
    /// Id of a value of the grid to the worth of a finding with it, over 0; the worth is 1 for other values.
    package var weights: [String: Double]?
    /// Id of a value of the grid to the cost of a test with it, over 0; the cost is 1 for other values.
    package var costs: [String: Double]?
    /// Strength whose coverage holes the run closes before anything else; nil for none.
    package var closeHoles: Int?
    /// How often a finding must be found before it leads to others; nil for once.
    package var confirm: ConfirmationRule?
    /// How often each prompt is asked, 2 or more; nil for once.
    package var repeats: Int?

    /// The defaults.
    package init() {}

    private enum CodingKeys: String, CodingKey {
        case policy, floor, roundSize, stopWhen, uniformShare, watchShare, sensitivity, specificity, weights, costs
        case closeHoles, confirm
        case repeats = "repeat"
    }
}

/// Caps on the spending of the whole run, and limits of each host.
package struct LimitsRequest: Sendable, Codable, Equatable {
    /// US dollars that the calls of all models may cost in the whole run, over 0; nil for no cap.
    package var maxCost: Double?
    /// Tokens of prompts and replies that the calls of all models may take in the whole run, 1 or more; nil for no cap.
    package var maxTokens: Int?
    /// Requests a minute to each host, over 0; nil for no limit.
    package var requestsPerMinute: Double?
    /// Tokens a minute to each host, over 0; nil for no limit.
    package var tokensPerMinute: Double?

    /// The defaults.
    package init() {}

    private enum CodingKeys: String, CodingKey {
        case maxCost, requestsPerMinute, tokensPerMinute
        case maxTokens = "maxRunTokens"
    }
}

/// How the models are reached.
package struct ConnectionRequest: Sendable, Codable, Equatable {
    /// Requests to the target at the same time, 1 or more.
    package var maxConnections: Int = 10
    /// File of trusted CA certificates; nil for the system's.
    package var caBundle: String?
    /// Seconds that one call may take, over 0; nil for the default.
    package var timeout: Double?
    /// Seconds that a connection may take, over 0; nil for the default.
    package var connectTimeout: Double?
    /// Seconds that a model's host may ask to wait before the run stops, over 0; nil for the default.
    package var maxWait: Double?
    /// Bytes a second under which a call counts as stalled; nil for no such limit.
    package var lowSpeedLimit: Int?
    /// Whether the replies to identical calls are taken from the store; nil means off.
    package var cache: CacheMode?
    /// The roles whose calls go out in batches; nil for none.
    package var batch: [BatchRole]?

    /// The defaults.
    package init() {}

    private enum CodingKeys: String, CodingKey {
        case maxConnections, caBundle, timeout, connectTimeout, maxWait, lowSpeedLimit, cache, batch
    }
}
