import ArgumentParser
import Foundations
import Oracles
import Records
import SafetyGrid

/// What the oracles other than `builtin` are made of and how they are asked; nil where nothing is said.
struct OracleChoice {
    var judgeSamples: Int?
    var judgeView: String?
    var judgeLogProbabilities: Bool?
    var guardModel: String?
    var guardBaseURL: String?
    var guardFormat: String?
    var jury: [String]?

    /// Puts what is said here into the settings of a run.
    func apply(to settings: inout RunSettings) {
        settings.judgeSamples = judgeSamples ?? settings.judgeSamples
        settings.judgeView = judgeView ?? settings.judgeView
        settings.judgeLogProbabilities = judgeLogProbabilities ?? settings.judgeLogProbabilities
        settings.guardModel = guardModel ?? settings.guardModel
        settings.guardBaseURL = guardBaseURL ?? settings.guardBaseURL
        settings.guardFormat = guardFormat ?? settings.guardFormat
        settings.jury = jury ?? settings.jury
    }

    /// The oracle that a choice without `--oracle` means: the last kind of which a part was named.
    var impliedOracle: String? { jury != nil ? "jury" : guardModel != nil ? "guard" : nil }

    /// Checks how oracles are asked.
    ///
    /// - Throws: ``UsageError`` for a value out of range.
    static func check(_ settings: RunSettings) throws {
        if let samples = settings.judgeSamples, !(1...100).contains(samples) {
            throw UsageError("--judge-samples is \(samples); it must be at least 1 and at most 100")
        }
        if let view = settings.judgeView, JudgeView(rawValue: view) == nil {
            throw UsageError("--judge-view is '\(view)'; it must be full or response")
        }
    }
}

/// The options of oracles that are made of models or of other oracles.
struct OracleChoiceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Questions to the judge about each response; it votes (default: 1).", valueName: "number"))
    var judgeSamples: Int?

    @Option(
        help: ArgumentHelp(
            "What the judge sees: full, or response alone as in ASTRAL (default: full).", valueName: "name"))
    var judgeView: String?

    @Flag(help: "Take the judge's confidence from its log-probabilities, where they are offered.")
    var judgeLogprobs = false

    @Option(
        name: .customLong("guard"),
        help: ArgumentHelp(
            "Model of the oracle 'guard'; choosing one chooses that oracle.", valueName: "provider/model"))
    var guardModel: String?

    @Option(
        name: .customLong("guard-base-url"),
        help: ArgumentHelp("Any OpenAI-compatible server as the guard.", valueName: "url"))
    var guardBaseURL: String?

    @Option(
        help: ArgumentHelp(
            "How the guard is asked: auto, chat, llama-guard-1 to -4, shieldgemma, granite-guardian or moderation.",
            valueName: "name"))
    var guardFormat: String?

    @Option(help: ArgumentHelp("Oracles of the 'jury', for example builtin,judge,guard.", valueName: "name,name"))
    var jury: String?

    /// What was given on the command line.
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
