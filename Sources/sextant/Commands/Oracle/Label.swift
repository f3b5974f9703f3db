import ArgumentParser
import Foundation
import Oracles
import Records
import Reporting
import Settings
import Terminal
import Workflows

/// `sextant oracle label`
struct OracleLabelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "label",
        abstract: "Label the responses in a file.",
        discussion: """
            Each line of the file is a JSON object with id, prompt and response; other fields are ignored. For each \
            line one is written: id, label (safe, unsafe, unknown), behaviour (refusal, partial, compliance, empty), \
            p_unsafe, and p_refusal, the probability that the response declines in whole or in part; null where the \
            oracle gives none. A line that can't be read is named on standard error and left out, and the command then \
            ends with exit code 2; when a judge could not be asked, with 3.

            Example: sextant oracle label --data responses.jsonl --oracle builtin > labels.jsonl
            """)

    @Option(help: ArgumentHelp("Responses, JSON lines.", valueName: "file"))
    var data: String

    @OptionGroup var options: OracleOptions

    func run() async throws {
        let file = try ConfigurationFile(option: nil)
        let oracle = try await OracleSession(
            options.request(options.places.chosen(over: file), file), notice: Console.notices()
        ).oracle
        let workers = max(oracle.concurrency, ProcessInfo.processInfo.activeProcessorCount)
        var reader = try LineReader(data)
        var worst: ExitStatus?
        while case let lines = try reader.next(max(4096, workers * 4)), !lines.isEmpty {
            let results = try await ResponseLabels.labels(lines, workers: workers) { await Self.label($0, oracle) }
            var text = JSONText()
            for (line, result) in zip(lines, results) {
                switch result {
                case .success(let label): label.append(to: &text)
                case .failure(let problem):
                    Console.line(TerminalText.safe("\(data):\(line.number): \(problem.text)"))
                    worst = worst == .dependency ? worst : problem.status
                }
            }
            Console.output(bytes: Data(text.bytes))
        }
        if let worst { throw worst }
    }

    private struct Problem: Error {
        let text: String
        let status: ExitStatus
    }

    private static func label(_ line: LineReader.Line, _ oracle: any Oracle) async -> Result<ResponseLabel, Problem> {
        switch LabelledFile.row(line) {
        case .failure(let problem):
            return .failure(Problem(text: "\(problem.text); left out", status: .usage))
        case .success(let row):
            do {
                return .success(try await ResponseLabel(row, by: oracle))
            } catch {
                return .failure(Problem(text: "not labelled: \(error)", status: .dependency))
            }
        }
    }
}
