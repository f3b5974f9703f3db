import ArgumentParser
import Records

/// Who labels the responses.
struct JudgingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Oracle that labels the responses: builtin, judge, guard, jury, cascade, rules or process/COMMAND (default: builtin).",
            valueName: "name"))
    var oracle: String?
}

/// The judge of a command that judges by it as soon as it is named.
struct JudgeModelOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Judge model; naming one selects the oracle 'judge'.", valueName: "provider/model"))
    var judge: String?

    @Option(
        name: .customLong("judge-base-url"), help: ArgumentHelp("Base URL of the judge's server.", valueName: "url"))
    var judgeBaseURL: String?

    /// Puts the flags over what the file says.
    func apply(to request: inout OracleRequest) {
        request.judge = judge ?? request.judge
        request.judgeBaseURL = judgeBaseURL ?? request.judgeBaseURL
    }
}
