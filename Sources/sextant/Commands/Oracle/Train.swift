import ArgumentParser
import Oracles
import Reporting
import Terminal
import Workflows

/// `sextant oracle train`
struct OracleTrainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Train the classifier of the oracle 'builtin' on labelled responses.",
        discussion: """
            Each line of a file is a JSON object with id, prompt, response and label. Labels of behaviour are refusal, \
            partial_refusal and compliance, labels of harm safe and unsafe; both kinds are needed, and rows with any \
            other label are left out. A response that complies with a prompt of 'prompt_label' unsafe counts as unsafe, \
            and one that complies in a file of --harmless as safe, at a small weight. Each file counts as much as any \
            other for harm. Rows with the same prompt_group (or prompt) stay on one side of every split. \
            The same files in the same order give the same bytes. No text can be read from the result.

            Example: sextant oracle train --data mine.jsonl --data public.jsonl --out my.weights
              then:  sextant oracle label --data responses.jsonl --weights my.weights
            """)

    @Option(help: ArgumentHelp("Labelled responses, JSON lines; may be given more than once.", valueName: "file"))
    var data: [String]

    @Option(
        help: ArgumentHelp(
            "As --data, of a model that gives no harmful responses; may be given more than once.", valueName: "file"))
    var harmless: [String] = []

    @Option(help: ArgumentHelp("Where the weights are written.", valueName: "file"))
    var out: String

    @Flag(help: "Print errors only.")
    var quiet = false

    func run() async throws {
        var responses: [LabelledResponse] = []
        for file in data { responses += try LabelledFile(file).rows() }
        for file in harmless { responses += try LabelledFile(file).rows().map(\.safeIfComplying) }
        var trainer = ClassifierTrainer()
        if !quiet { trainer.progress = { Console.line($0) } }
        let bytes = try trainer.weights(of: responses).bytes
        do {
            try OutputFile.write(bytes, to: out)
        } catch {
            throw UsageError("\(out): can't be written; give a file in a folder that exists, with room for it")
        }
        if !quiet { Console.line("\(out): \(bytes.count) bytes from \(responses.count) rows") }
    }
}
