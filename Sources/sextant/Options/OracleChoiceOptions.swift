import ArgumentParser
import Foundations
import Oracles
import Records
import Settings

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
        help: ArgumentHelp(
            "Whether the judge also grades how harmful each response is, in the same call: on or off (default: on).",
            valueName: "on|off"))
    var judgeGrades: OnOff?

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

    func validate() throws { try NumberCheck.check { apply(to: &$0.oracle) } }

    /// Puts the flags into a request.
    func apply(to request: inout OracleRequest) {
        request.judgeSamples = judgeSamples ?? request.judgeSamples
        request.judgeView = judgeView ?? request.judgeView
        if judgeLogprobs { request.judgeLogProbabilities = true }
        request.judgeGrades = judgeGrades.map { $0 == .on } ?? request.judgeGrades
        request.guardModel = guardModel ?? request.guardModel
        request.guardBaseURL = guardBaseURL ?? request.guardBaseURL
        request.guardFormat = guardFormat ?? request.guardFormat
        request.jury = members ?? request.jury
    }

    private var members: [String]? {
        jury.map { $0.split(separator: ",").map { String($0).trimmed }.filter { !$0.isEmpty } }
    }

    /// The oracle that the flags mean without `--oracle`.
    var impliedOracle: String? {
        var request = OracleRequest()
        apply(to: &request)
        return request.impliedOracle
    }
}

/// A switch.
enum OnOff: String, ExpressibleByArgument, CaseIterable {
    case on, off
}

extension JudgeView: ExpressibleByArgument {}
