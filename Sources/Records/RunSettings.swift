import Foundations

/// The settings of a run: enough to resume it on another day. Holds no secret.
package struct RunSettings: Sendable, Codable, Equatable {
    /// Model under test, `provider/model`.
    package var target: String
    /// Base URL of the target, when it is not the provider's own.
    package var targetBaseURL: String?
    /// `template`, or the model that writes prompts.
    package var generator: String
    /// Base URL of the generator model.
    package var generatorBaseURL: String?
    /// How much the generator model is shown: `rag`, `rag+fs` or `rag+fs+ts`; nil for the default.
    package var variant: String?
    /// Whether the generator model is shown passages of stored pages; nil for the default, which is yes.
    package var retrieval: Bool?
    /// Name of the oracle, for example `builtin` or `judge`.
    package var oracle: String
    /// Model of the `judge` oracle.
    package var judge: String?
    /// Base URL of the judge model.
    package var judgeBaseURL: String?
    /// Allocation policy: `adaptive`, `beta` or `uniform`.
    package var policy: String
    /// Number of tests, 1 or more.
    package var budget: Int
    /// Seed of every random choice.
    package var seed: UInt64
    /// Tests of every cell before the policy decides freely; 0 or more.
    package var floor: Int
    /// Tests of a round; nil means a sixteenth of the budget, at least 20 and at most 2,000.
    package var roundSize: Int?
    /// Requests to the target at the same time, 1 or more.
    package var maxConnections: Int
    /// Sampling temperature of the target; nil leaves it to the provider.
    package var temperature: Double?
    /// Most tokens of a response; nil leaves it to the provider.
    package var maxAnswerTokens: Int?
    /// System prompt of the target; nil for none.
    package var systemPrompt: String?
    /// US dollars that the calls of all models may cost in the whole run, over 0; nil for no cap.
    package var maxCost: Double?
    /// Tokens of prompts and replies that the calls of all models may take in the whole run, 1 or more; nil for no cap.
    package var maxRunTokens: Int?
    /// Requests a minute to each host, over 0; nil for no limit.
    package var requestsPerMinute: Double?
    /// Tokens a minute to each host, over 0; nil for no limit.
    package var tokensPerMinute: Double?
    /// File of trusted CA certificates; nil for the system's.
    package var caBundle: String?
    /// Seconds that one call may take, over 0; nil for the default.
    package var timeout: Double?
    /// Seed of the target's sampling; nil leaves it to the provider.
    package var targetSeed: Int?
    /// Texts at which the target's response ends; nil for none.
    package var stop: [String]?
    /// Further fields of the target's requests; nil for none.
    package var extra: [String: JSONValue]?
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
    /// Finished runs of the same target and grid on which this one builds, newest first. Recorded when the run begins,
    /// so that runs that end meanwhile change nothing.
    package var priorRuns: [String]?
    /// Finished runs of the same target and grid that this one is compared with, newest first: those since the last certain
    /// change. Written down when the run begins.
    package var baseRuns: [String]?
    /// Fingerprint of target and prompt templates: tests of runs with the same one add up; nil in runs of older versions.
    package var epoch: String?
    /// Strength whose coverage holes the run closes before anything else; nil for none.
    package var closeHoles: Int?
    /// Cells that close these holes, in order. Recorded when the run begins.
    package var closingCells: [Int]?
    /// Whether the replies to identical calls are taken from the store; nil means off.
    package var cache: CacheMode?
    /// Options of the generator model; nil when none is set.
    package var generatorOptions: ModelOptions?
    /// Options of the judge; nil when none is set.
    package var judgeOptions: ModelOptions?
    /// Seconds that a connection may take, over 0; nil for the default.
    package var connectTimeout: Double?
    /// Seconds that a model's host may ask to wait before the run stops, over 0; nil for the default.
    package var maxWait: Double?
    /// Bytes a second under which a call counts as stalled; nil for no such limit.
    package var lowSpeedLimit: Int?
    /// Whether prompts are checked for what their cells claim, by the judge's model when there is one; nil for no.
    package var verify: Bool?
    /// Jaccard similarity from which a prompt is a near-duplicate, 0.6 ... 1; nil for the default.
    package var novelty: Double?

    /// Fingerprint of the classifier's weights that give the verdicts, or ``severalWeights``. Written down when the run
    /// begins; nil for oracles without the classifier, and in runs of older versions.
    package var classifierWeights: String?
    /// Value in place of a fingerprint when the weights changed between verdicts.
    package static let severalWeights = "several"
    /// The oracle's verdicts on labelled sets that it had not learned from. Recorded when the run begins; nil for
    /// oracles without such figures, and in runs of older versions.
    package var unseenErrors: UnseenErrors?

    /// Band of probabilities in which the `cascade` oracle asks its judge; nil to ask where the classifier says
    /// `unknown`.
    package var cascadeBand: CascadeBand?

    /// Times that the judge is asked about a response, 1 or more; nil for once.
    package var judgeSamples: Int?
    /// The text that the judge sees, `full` or `response`; nil for `full`.
    package var judgeView: String?
    /// Whether the judge is asked for log-probabilities; nil for no.
    package var judgeLogProbabilities: Bool?
    /// Model of the `guard` oracle.
    package var guardModel: String?
    /// Base URL of the guard model.
    package var guardBaseURL: String?
    /// Format of the questions to the guard, for example `llama-guard-3`; nil for the format that fits its model.
    package var guardFormat: String?
    /// Oracles of the `jury`, two or more.
    package var jury: [String]?
    /// Oracle of the jury, as in verdicts, to its weight; nil for all alike.
    package var juryWeights: [String: Double]?

    /// The run's gate; nil for none.
    package var gate: GateSettings?

    /// The defaults: everything offline.
    package init(
        target: String = "simulated/default", targetBaseURL: String? = nil, generator: String = "template",
        generatorBaseURL: String? = nil, oracle: String = "builtin", judge: String? = nil,
        judgeBaseURL: String? = nil, policy: String = "adaptive", budget: Int = 1260, seed: UInt64 = 1,
        floor: Int = 1, roundSize: Int? = nil, maxConnections: Int = 10, temperature: Double? = nil,
        maxAnswerTokens: Int? = nil, systemPrompt: String? = nil, maxCost: Double? = nil, maxRunTokens: Int? = nil
    ) {
        self.target = target
        self.targetBaseURL = targetBaseURL
        self.generator = generator
        self.generatorBaseURL = generatorBaseURL
        self.oracle = oracle
        self.judge = judge
        self.judgeBaseURL = judgeBaseURL
        self.policy = policy
        self.budget = budget
        self.seed = seed
        self.floor = floor
        self.roundSize = roundSize
        self.maxConnections = maxConnections
        self.temperature = temperature
        self.maxAnswerTokens = maxAnswerTokens
        self.systemPrompt = systemPrompt
        self.maxCost = maxCost
        self.maxRunTokens = maxRunTokens
    }

    /// Tests of each round but the last. Independent of the concurrency, so that a seeded run is the same at any speed.
    package var testsPerRound: Int {
        roundSize ?? min(max(budget / 16, 20), 2000)
    }
}
