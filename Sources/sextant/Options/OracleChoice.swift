import ArgumentParser
import Foundations
import Oracles
import Records
import Workflows

/// The models and settings of the oracles other than `builtin`; nil for those that nobody chose.
struct OracleChoice {
    var judgeSamples: Int?
    var judgeView: JudgeView?
    var judgeLogProbabilities: Bool?
    var guardModel: String?
    var guardBaseURL: String?
    var guardFormat: String?
    var jury: [String]?

    /// Puts the chosen ones into the settings of a run.
    func apply(to request: inout RunRequest) {
        request.oracle.judgeSamples = judgeSamples ?? request.oracle.judgeSamples
        request.oracle.judgeView = judgeView ?? request.oracle.judgeView
        request.oracle.judgeLogProbabilities = judgeLogProbabilities ?? request.oracle.judgeLogProbabilities
        request.oracle.guardModel = guardModel ?? request.oracle.guardModel
        request.oracle.guardBaseURL = guardBaseURL ?? request.oracle.guardBaseURL
        request.oracle.guardFormat = guardFormat ?? request.oracle.guardFormat
        request.oracle.jury = jury ?? request.oracle.jury
    }

    /// The oracle that is meant without `--oracle`: the jury when its members were named, else the guard when its model was.
    var impliedOracle: String? { jury != nil ? "jury" : guardModel != nil ? "guard" : nil }

    /// Checks how oracles are asked.
    ///
    /// - Throws: ``UsageError`` for a value out of range.
    static func check(_ request: RunRequest) throws {
        if let samples = request.oracle.judgeSamples, !(1...100).contains(samples) {
            throw UsageError("--judge-samples is \(samples); it must be at least 1 and at most 100")
        }
    }
}

/// The options of oracles that are made of models or of other oracles.
struct OracleChoiceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Times that the judge is asked about each response; the majority decides (default: 1).", valueName: "number"
        ))
    var judgeSamples: Int?

    @Option(
        help: ArgumentHelp(
            "Text that the judge sees: full, or response for the response alone as in ASTRAL (default: full).",
            valueName: "name"))
    var judgeView: JudgeView?

    @Flag(help: "Take the judge's confidence from its log-probabilities, where its server offers them.")
    var judgeLogprobs = false

    @Option(
        name: .customLong("guard"),
        help: ArgumentHelp(
            "Guard model; naming one selects the oracle 'guard'.", valueName: "provider/model"))
    var guardModel: String?

    @Option(
        name: .customLong("guard-base-url"),
        help: ArgumentHelp("Base URL of the guard's server.", valueName: "url"))
    var guardBaseURL: String?

    @Option(
        help: ArgumentHelp(
            "Format for asking the guard: auto, chat, llama-guard-1 to -4, shieldgemma, granite-guardian or moderation.",
            valueName: "name"))
    var guardFormat: String?

    @Option(
        help: ArgumentHelp("Oracles that vote in the 'jury', for example builtin,judge,guard.", valueName: "name,name"))
    var jury: String?

    /// The choice on the command line.
    var choice: OracleChoice {
        var choice = OracleChoice()
        choice.judgeSamples = judgeSamples
        choice.judgeView = judgeView
        choice.judgeLogProbabilities = judgeLogprobs ? true : nil
        choice.guardModel = guardModel
        choice.guardBaseURL = guardBaseURL
        choice.guardFormat = guardFormat
        choice.jury = jury.map { $0.split(separator: ",").map { String($0).trimmed }.filter { !$0.isEmpty } }
        return choice
    }
}

extension JudgeView: ExpressibleByArgument {}
