import Analysis
import ArgumentParser
import Foundations
import Records
import Reporting
import Storage
import Terminal
import Workflows

/// `sextant show`
struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a run, or everything that is known about one of its tests.",
        discussion: """
            Examples:
              sextant show 20260131-221500-3fa9
              sextant show 20260131-221500-3fa9 00042
              sextant show --parts
              sextant show --reference reference.yaml
            """)

    @Argument(help: "Id of the run (default: the newest).")
    var run: String?

    @Argument(help: "Number of a test, as in tests.jsonl.")
    var test: Int?

    @Flag(
        help: ArgumentHelp(
            "Show which parts of prompts find most: asks, frames, statements, style variants, operators and lengths. Each "
                + "share is one of the tests with that part, with its 95 % interval; it is no rate over the grid."))
    var parts = false

    @OptionGroup var grades: GradeOptions
    @OptionGroup var places: PlaceOptions
    @Flag(help: "JSON instead of text.")
    var json = false

    func validate() throws {
        guard test == nil || !parts else { throw ValidationError("--parts is about a run, not about one of its tests") }
    }

    func run() async throws {
        let places = try self.places.chosen(grades)
        let store = try await places.store.openForReading()
        let record = try await store.chosenRun(run)
        guard let test else {
            let analyst = RunAnalyst(
                store: store, reference: try places.gradeReference(), check: try places.promptCheck())
            let analysis = try await analyst.analysisWithoutTexts(of: record, hasParts: parts)
            guard !parts else {
                return Console.output(
                    json ? PartsJSON.text(analysis) : PartsTable(analysis).text(color: Console.hasColours))
            }
            Console.output(json ? analysis.summary.oneLine : RunTexts.result(analysis, colours: Console.hasColours))
            let workers = try await WorkerList.text(of: [record], in: store, color: Console.hasColours)
            if !json, !workers.isEmpty { Console.output("\n" + workers) }
            return
        }
        guard test >= 0 else { throw ValidationError("a test's number is 0 or more") }
        let found = try await store.test(test, in: record.id)
        let further = try await store.furtherVerdicts(on: test, in: record.id)
        let labels = try await store.labels(in: record.id).filter { $0.ordinal == test }
        if json {
            let others = FurtherLabels(verdicts: [test: further], labels: labels)
            let line = TestsFile(run: record).line(found, others: others)
            Console.output(String(decoding: line, as: UTF8.self).trimmed)
        } else {
            let text = TestText(found, of: record, further: further, labels: labels)
            Console.output(text.text(showResponse: true, color: Console.hasColours))
        }
    }
}

extension RunStore {
    /// The run a person named, or the newest.
    func chosenRun(_ id: String?) async throws -> RunRecord {
        if let id { return try await run(id) }
        guard let newest = try await runs().first else { throw StoreError.noSuchRun("newest", known: []) }
        return newest
    }
}
