import ArgumentParser
import Feedback
import Foundation
import Records
import Reporting
import Storage
import Terminal
import Workflows

/// `sextant review`
struct ReviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review",
        abstract: "Label the verdicts that most need a person's judgement.",
        discussion: """
            Responses on which oracles disagree come first, then 'unknown' and low confidence, mixed with a control sample \
            drawn at random. Thanks to that sample the labels speak for the whole run, and correct its rate. A response is \
            hidden until a key shows it; the oracles' verdicts are not shown. Every label is stored at once and never \
            changed: stop and come back at any time, alone or with others.

            Examples:
              sextant review 20260131-221500-3fa9 --annotator ana
              sextant review 20260131-221500-3fa9 --agreement
            """)

    @Argument(help: "Id of the run (default: the newest).")
    var run: String?

    @Option(help: ArgumentHelp("Who labels (default: $USER).", valueName: "name"))
    var annotator: String?

    @Option(help: ArgumentHelp("Most tests to show.", valueName: "number"))
    var limit = 100

    @Option(help: ArgumentHelp("Share of the queue that is drawn at random, 0 to 1.", valueName: "share"))
    var control = 0.2

    @Option(
        help: ArgumentHelp(
            "Seed of the control sample, the same for all annotators (default: the run's).", valueName: "number"))
    var seed: UInt64?

    @Flag(help: "Show how far annotators and oracles agree; label nothing.")
    var agreement = false

    @OptionGroup var places: PlaceOptions

    func validate() throws {
        guard (1...1_000_000).contains(limit) else {
            throw ValidationError("--limit is \(limit); it must be at least 1 and at most 1000000")
        }
        guard (0...1).contains(control) else {
            throw ValidationError("--control is \(control); it must be between 0 and 1")
        }
    }

    func run() async throws {
        let places = try self.places.chosen()
        if agreement {
            let store = try await places.store.openForReading()
            let report = try await ReviewAgreement(store, run: store.chosenRun(run))
            return Console.output(report.text(colours: Console.hasColours))
        }
        let name = try AnnotatorName.choose(annotator)
        let store = try await places.store.openForWriting(create: false)
        let record = try await store.chosenRun(run)
        let queue = try await ReviewQueue(store, run: record, controlShare: control, seed: seed)
        if record.simulated { Console.line("simulated: the target of this run is a stand-in") }
        let result = try await ReviewSession(
            store: store, run: record, annotator: name, limit: limit, keys: KeyReader(),
            output: places.output, pictures: ReviewPictures(of: store, in: places.output),
            now: { Date().timeIntervalSince1970 }
        ).work(through: queue)
        Console.output("\n\(result.labelled) labelled by \(TerminalText.safe(name)), \(result.skipped) skipped")
    }
}
