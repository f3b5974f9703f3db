import ArgumentParser
import Foundation
import Settings
import Terminal
import Workflows

/// `sextant oracle evaluate`
struct OracleEvaluateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Compare an oracle with human labels.",
        discussion: """
            Each line of the file is a JSON object with id, prompt, response and label, and optionally category and \
            prompt_group. Labels of behaviour (refusal, partial_refusal, compliance) are compared with the oracle's \
            behaviour, labels of harm (safe, unsafe) with its verdict; 'unknown' counts as not unsafe. Intervals are 95 % \
            bootstrap intervals over prompts; by category they are Wilson's.

            With --folds the classifier is trained again for each part of the file, without the prompts of that part. This \
            is the honest figure when the weights were learned from the same file.

            Examples:
              sextant oracle evaluate --data labelled.jsonl --oracle builtin
              sextant oracle evaluate --data labelled.jsonl --folds 5 --json
            """)

    @Option(help: ArgumentHelp("Labelled responses, JSON lines.", valueName: "file"))
    var data: String

    @Option(
        help: ArgumentHelp(
            "Parts of a cross-validation, for each of which 'builtin' is trained again.", valueName: "number"))
    var folds: Int?

    @Option(help: ArgumentHelp("Further labelled responses to train every part on.", valueName: "file"))
    var trainAlso: [String] = []

    @Option(help: ArgumentHelp("Bootstrap resamples for each interval.", valueName: "number"))
    var resamples = 500

    @Flag(help: "One JSON object instead of tables.")
    var json = false

    @OptionGroup var options: OracleOptions

    func validate() throws {
        if let folds, !(2...100).contains(folds) {
            throw ValidationError("--folds is \(folds); it must be between 2 and 100")
        }
        if folds != nil, options.oracle != "builtin" {
            throw ValidationError("--folds trains the oracle 'builtin'; '\(options.oracle)' has nothing to train")
        }
        if folds == nil, !trainAlso.isEmpty { throw ValidationError("--train-also needs --folds") }
        guard (100...100_000).contains(resamples) else {
            throw ValidationError("--resamples is \(resamples); it must be between 100 and 100000")
        }
    }

    func run() async throws {
        let evaluating = try OracleEvaluating(of: data)
        let file = try ConfigurationFile(option: nil)
        let outcome = try await evaluating.outcome(
            options.request(options.places.chosen(over: file), file), folds: folds, trainAlso: trainAlso,
            resamples: resamples, notice: Console.notices())
        let report = EvaluationReport(
            oracle: outcome.oracle, file: data, folds: folds, rows: outcome.rows, seconds: outcome.seconds,
            spent: outcome.spent, evaluations: outcome.evaluations)
        Console.output(json ? try report.json() : report.text(colours: Console.hasColours))
    }
}
