import ArgumentParser
import Records

/// The model under test, and how it is asked.
struct TargetOptions: ParsableArguments {
    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Model under test (default: simulated/default); several, each with a --target of its own, get the same tests.",
            valueName: "provider/model"))
    var target: [String] = []

    @Option(
        name: .customLong("target-base-url"),
        help: ArgumentHelp("Base URL of an OpenAI-compatible server to use as the target.", valueName: "url"))
    var targetBaseURL: String?

    @Option(help: ArgumentHelp("Sampling temperature of the target.", valueName: "number"))
    var temperature: Double?

    @Option(help: ArgumentHelp("Most tokens in a response.", valueName: "number"))
    var maxAnswerTokens: Int?

    @Option(help: ArgumentHelp("System prompt of the target.", valueName: "text"))
    var systemPrompt: String?

    func validate() throws { try NumberCheck.check { apply(to: &$0.target) } }

    /// Puts the flags over what the file says.
    func apply(to request: inout TargetRequest) {
        request.model = target.first ?? request.model
        request.baseURL = targetBaseURL ?? request.baseURL
        request.temperature = temperature ?? request.temperature
        request.maxAnswerTokens = maxAnswerTokens ?? request.maxAnswerTokens
        request.systemPrompt = systemPrompt ?? request.systemPrompt
    }
}
