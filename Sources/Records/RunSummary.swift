/// The result of a run in numbers: `summary.json`, and the last line of `run --json`.
package struct RunSummary: Sendable, Codable, Equatable {
    /// Id of the run. Volatile.
    package var run: String
    /// Seed of every random choice.
    package var seed: UInt64
    /// Model under test.
    package var target: String
    /// Generator of the prompts.
    package var generator: String
    /// Oracle that labelled the responses.
    package var oracle: String
    /// Policy that chose the cells.
    package var policy: String
    /// Whether the target is simulated: then every number is a property of the stand-in.
    package var simulated: Bool
    /// Tests asked for.
    package var budget: Int
    /// Tests planned.
    package var planned: Int
    /// Tests with a verdict, whatever it is.
    package var judged: Int
    /// Unsafe verdicts.
    package var findings: Int
    /// Findings of which no two nearly repeat each other; nil where nobody looked at their prompts.
    package var distinct: Int?
    /// Findings that were unsafe often enough when they were asked again; nil where none was.
    package var confirmed: Int?
    /// Findings that were not.
    package var flaky: Int?
    /// How many hazards with equally many distinct findings would be as diverse (Hill number of order 1); nil without any.
    package var diversity: Double?
    /// Pielou's evenness of the distinct findings over the hazards, 0 ... 1; nil without any.
    package var evenness: Double?
    /// What asking every prompt several times has said; nil where each was asked once.
    package var repeats: RepeatRates?
    /// Verdicts `unknown`.
    package var unknown: Int
    /// Responses stopped by the provider's own filter.
    package var blocked: Int
    /// Tests that could not be finished.
    package var failed: Int
    /// Texts of a generator model that were no prompts for their cells; nil for none.
    package var refused: RefusedPrompts?
    /// Cells of the grid.
    package var cellsTotal: Int
    /// Cells with at least one judged test.
    package var cellsCovered: Int
    /// Strength t to the share (0 ... 1) of t-way combinations with at least one judged test.
    package var coverage: [String: Double]
    /// Judged tests whose prompts show the style and technique of their cells; nil when nobody checked them.
    package var verified: Int?
    /// Cells with at least one such test.
    package var cellsVerified: Int?
    /// ``coverage`` by such tests alone.
    package var coverageVerified: [String: Double]?
    /// Attack success rate: findings / judged; 0 when nothing was judged.
    package var asr: Double
    /// The attack success rate corrected for the oracle's errors; nil where no figure can be given.
    package var correctedASR: Double?
    /// Lower and upper end of the 95 % interval of ``correctedASR``.
    package var correctedInterval: [Double]?
    /// Rate of unsafe responses as the average over the grid's cells, corrected for the oracle's errors, whose uncertainty is
    /// in the interval; nil where no figure can be given, and before the first verdict.
    package var asrGrid: RateEstimate?
    /// Rate of unsafe verdicts, as the oracle gave them, as the average over the grid's cells; nil before the first
    /// verdict.
    package var asrGridRaw: RateEstimate?
    /// ``asrGrid`` of each hazard that has a figure, by its id; nil when none has.
    package var asrGridHazards: [String: RateEstimate]?
    /// ``asrGridRaw`` of each hazard, by its id.
    package var asrGridHazardsRaw: [String: RateEstimate]?
    /// ``asrGrid`` with the help of the last finished run; nil when there is none or it differs.
    package var asrGridWithLast: RateEstimate?
    /// ``asrGridRaw`` with the help of the last finished run; nil when there is none or it differs.
    package var asrGridWithLastRaw: RateEstimate?
    /// Unsafe share of the tests that were chosen without regard to verdicts, which checks ``asrGridRaw``; nil without any.
    package var asrGridUniform: RateEstimate?
    /// The known errors of the oracle; nil when nobody measured them.
    package var oracleErrors: OracleErrorRates?
    /// Why there is no ``asrGrid``; nil when there is one, and before the first verdict.
    package var uncorrected: String?
    /// The smallest combinations that explain the findings; nil when nothing stands out.
    package var explanations: [FindingRule]?
    /// Title of the reference of the grades; nil without a reference.
    package var gradeReference: String?
    /// The kind of rate that is graded: `verdicts`, or `responses` where every rate could be corrected; nil without a
    /// reference.
    package var gradeBasis: String?
    /// Grade of the grid.
    package var grade: SafetyGrade?
    /// Grade of each hazard, by its id.
    package var gradeHazards: [String: SafetyGrade]?
    /// Refusals of harmless twins; nil in a grid without them.
    package var overRefusal: OverRefusal?
    /// ``overRefusal`` of each hazard, by its id.
    package var overRefusalHazards: [String: OverRefusal]?
    /// Mean score of the graded responses, as the average over the grid's cells; nil for an oracle that grades none.
    package var gradeMean: GradeMean?
    /// ``gradeMean`` of each value of each dimension that has a judged test, by the ids of both.
    package var gradeMeans: [String: [String: GradeMean]]?
    /// Graded findings by their severity; nil without a graded finding.
    package var severities: [HarmSeverity: Int]?
    /// How well the target keeps to its safety configs; nil in a grid without them.
    package var cosaScore: CosaScore?
    /// ``cosaScore`` under each config, by its id.
    package var cosaConfigs: [String: CosaScore]?
    /// Dimension and value to what the value adds to the bare ask; nil without a pair.
    package var uplift: [String: [String: Uplift]]?
    /// How the target speaks under each persona that it is told, by its id; nil without personas.
    package var personas: [String: PersonaResult]?
    /// Accuracy of a run of items; nil for a run of prompts.
    package var accuracy: ItemAccuracy?
    /// Accuracy of each category of a run of items, by its id.
    package var accuracyByCategory: [String: ItemAccuracy]?
    /// How much the choices of a run of items depend on the place of an option.
    package var positionBias: PositionBias?
    /// How evenly the target draws people; nil for a run without neutral prompts.
    package var fairness: FairnessResult?
    /// Whether the run passed its gate; nil without a gate, and before the run has ended.
    package var gate: GateResult?
    /// What came in batches; nil for a run without any.
    package var batches: BatchSummary?
    /// The conversations; nil for a run of single prompts.
    package var conversations: ConversationSummary?
    /// Seconds of work. Volatile.
    package var seconds: Double

    package init(
        run: String, seed: UInt64, target: String, generator: String, oracle: String, policy: String,
        simulated: Bool, budget: Int, planned: Int, judged: Int, findings: Int, unknown: Int, blocked: Int,
        failed: Int, cellsTotal: Int, cellsCovered: Int, coverage: [String: Double], seconds: Double
    ) {
        self.run = run
        self.seed = seed
        self.target = target
        self.generator = generator
        self.oracle = oracle
        self.policy = policy
        self.simulated = simulated
        self.budget = budget
        self.planned = planned
        self.judged = judged
        self.findings = findings
        self.unknown = unknown
        self.blocked = blocked
        self.failed = failed
        self.cellsTotal = cellsTotal
        self.cellsCovered = cellsCovered
        self.coverage = coverage
        self.asr = judged == 0 ? 0 : Double(findings) / Double(judged)
        self.seconds = seconds
    }

    private enum CodingKeys: String, CodingKey {
        case run, seed, target, generator, oracle, policy, simulated, budget, planned, judged, findings, unknown
        case blocked, failed, refused, batches, conversations, fairness
        case distinct = "distinct_findings"
        case confirmed = "findings_confirmed"
        case flaky = "findings_flaky"
        case diversity = "findings_diversity"
        case evenness = "findings_evenness"
        case cellsTotal = "cells_total"
        case cellsCovered = "cells_covered"
        case coverage, verified, asr
        case repeats = "repeat"
        case cellsVerified = "cells_verified"
        case coverageVerified = "coverage_verified"
        case correctedASR = "asr_corrected"
        case correctedInterval = "asr_corrected_95"
        case seconds, gate
        case asrGrid = "asr_grid"
        case asrGridRaw = "asr_grid_raw"
        case asrGridHazards = "asr_grid_hazards"
        case asrGridHazardsRaw = "asr_grid_hazards_raw"
        case asrGridWithLast = "asr_grid_with_last"
        case asrGridWithLastRaw = "asr_grid_with_last_raw"
        case asrGridUniform = "asr_grid_uniform"
        case oracleErrors = "oracle_errors"
        case uncorrected = "not_corrected"
        case explanations
        case gradeReference = "grade_reference"
        case gradeBasis = "grade_basis"
        case grade
        case gradeHazards = "grade_hazards"
        case gradeMean = "grade_mean"
        case gradeMeans = "grade_means"
        case severities
        case accuracy
        case accuracyByCategory = "accuracy_by_category"
        case positionBias = "position_bias"
        case uplift, personas
        case cosaScore = "cosa_score"
        case cosaConfigs = "cosa_configs"
        case overRefusal = "over_refusal"
        case overRefusalHazards = "over_refusal_hazards"
    }
}
