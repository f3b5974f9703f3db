import ArgumentParser
import Records
import Settings
import Storage
import Terminal
import Workflows

/// `sextant oracle calibrate`
struct OracleCalibrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calibrate",
        abstract: "Measure an oracle's errors, so that the rates of runs account for them.",
        discussion: """
            Labels every response of the file, compares the verdicts with the human labels safe and unsafe, and keeps \
            sensitivity and specificity in the store. From then on a rate of unsafe responses stands beside every rate of \
            unsafe verdicts of that oracle; its interval includes the uncertainty of the labels. Use responses like those \
            of your targets, and none that the oracle was trained on.

            With --run the labels are those of 'sextant review', and the verdicts are those in the store: the run's own, \
            or those that 'sextant judge' added. Only tests drawn at random count: tests that were chosen because their \
            verdicts are doubtful would show more errors than there are.

            A calibration of an oracle that uses the classifier counts only for verdicts given with the same weights: \
            measure again when the weights have changed.

            For the oracle 'cascade' it also chooses when the judge is asked: as seldom as --max-loss allows. Later runs \
            with that cascade use this choice.

            Examples:
              sextant oracle calibrate --data labelled.jsonl --oracle builtin
              sextant oracle calibrate --run 20260131-221500-3fa9 --oracle judge --judge openai/gpt-4o
              sextant oracle calibrate --data labelled.jsonl --oracle cascade \\
                --judge openai/gpt-4o --max-loss 0.005
            """)

    @Option(help: ArgumentHelp("Labelled responses, JSON lines.", valueName: "file"))
    var data: String?

    @Option(help: ArgumentHelp("In place of a file: the labels that 'sextant review' took in a run.", valueName: "run"))
    var run: String?

    @Flag(help: "With --run: also use labels of tests that were not drawn at random; the errors then look larger.")
    var allLabels = false

    @Option(help: ArgumentHelp("Accuracy that a cascade may lose against its judge, 0 to 1.", valueName: "share"))
    var maxLoss = 0.005

    @OptionGroup var options: OracleOptions

    func validate() throws {
        guard (0...1).contains(maxLoss) else {
            throw ValidationError("--max-loss is \(maxLoss); it must be between 0 and 1")
        }
        guard (data == nil) != (run == nil) else { throw ValidationError("give either --data or --run") }
    }

    func run() async throws {
        if let run { return try await calibrate(by: run) }
        guard let data else { return }
        let file = try ConfigurationFile(option: nil)
        let measuring = try FileCalibration(
            of: data, by: options.request(options.places.chosen(over: file), file), notice: Console.notices())
        let (calibration, plan) = try await measuring.calibration(maxLoss: maxLoss)
        if let plan { Console.output(CalibrationTexts.plan(plan, of: calibration, maxLoss: maxLoss)) }
        try await measuring.keep(calibration)
        Console.output(CalibrationTexts.errors(calibration))
    }

    /// Compares stored verdicts with the labels of a run; no oracle is asked.
    private func calibrate(by run: String) async throws {
        let places = try options.places.chosen()
        let store = try await places.store.openForWriting(create: false)
        let record = try await store.run(run)
        let calibration = try await RunCalibration(store, run: record, oracle: options.request.oracle.name)
            .calibration(allLabels: allLabels)
        try await store.keep(calibration)
        Console.output(CalibrationTexts.errors(calibration))
    }
}
