import ArgumentParser

/// `sextant oracle`
struct OracleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "oracle",
        abstract: "Label responses, and measure how good an oracle is at it.",
        discussion: """
            Example: sextant oracle evaluate --data labelled.jsonl --oracle builtin
            """,
        subcommands: [
            OracleLabelCommand.self, OracleEvaluateCommand.self, OracleCalibrateCommand.self, OracleTrainCommand.self,
            OracleWeightsCommand.self,
        ])
}
