import Analysis
import ArgumentParser
import ChatModels
import Feedback
import Foundation
import Oracles
import Records
import Reporting
import RunStore
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
        let answers = try LabelledFile(data).rows().filter { $0.isUnsafe != nil }
        guard answers.contains(where: { $0.isUnsafe == true }), answers.contains(where: { $0.isUnsafe == false }) else {
            throw LabelError.noLabels(need: "calibration needs the labels safe and unsafe, at least one of each")
        }
        let file = try ConfigurationFile(option: nil)
        let places = Places(options.places, file)
        var calibration =
            options.oracle == "cascade"
            ? try await cascade(answers, places, file, data)
            : try await plain(answers, await OracleSession(options, places, file), data)
        calibration.classifierWeights = try options.fingerprint(places)
        let store = try SQLiteStore.openForWriting(places.store)
        try await store.keep(calibration)
        say(calibration)
    }

    /// Compares stored verdicts with the labels of a run; no oracle is asked.
    private func calibrate(by run: String) async throws {
        let store = try SQLiteStore.openForWriting(
            Places(options.places, try ConfigurationFile(option: nil)).store, create: false)
        let record = try await store.run(run)
        let calibration = try await RunCalibration(store, run: record, oracle: options.settings.oracleName)
            .calibration(allLabels: allLabels)
        try await store.keep(calibration)
        say(calibration)
    }

    private func plain(
        _ answers: [LabelledAnswer], _ session: OracleSession, _ data: String
    ) async throws -> OracleCalibration {
        let labels = try await session.labels(answers)
        return calibration(
            of: session.oracle.name, answers, labels.map { $0.isUnsafe ?? false }, band: nil, data)
    }

    /// Asks classifier and judge about every response, and plans with both.
    private func cascade(
        _ answers: [LabelledAnswer], _ places: Places, _ file: ConfigurationFile, _ data: String
    ) async throws -> OracleCalibration {
        let name = try await OracleSession(options, places, file).oracle.name
        var (first, second) = (options, options)
        (first.oracle, second.oracle) = ("builtin", "judge")
        let scores = try await OracleSession(first, places, file).labels(answers).map { $0.unsafe ?? 0 }
        let judged = try await OracleSession(second, places, file).labels(answers).map { $0.isUnsafe ?? false }
        let rows = answers.indices.map {
            CascadePlan.Row(
                probability: scores[$0], judged: judged[$0], truth: answers[$0].isUnsafe ?? false)
        }
        guard let plan = CascadePlan.best(rows, maxLoss: maxLoss) else { throw LabelError.noRows(file: data) }
        Console.output(
            """
            judge asked where the probability of unsafe is between \(Figures.decimal(plan.band.low, places: 3)) and \
            \(Figures.decimal(plan.band.high, places: 3))
            calls saved    \(Figures.percent(plan.callsSaved)) of \(rows.count)
            accuracy lost  \(Figures.decimal(plan.loss * 100, places: 2)) points against the judge alone \
            (allowed \(Figures.decimal(maxLoss * 100, places: 2)))
            """)
        let verdicts = rows.map { plan.band.asks($0.probability) ? $0.judged : $0.probability >= plan.band.high }
        return calibration(of: name, answers, verdicts, band: plan.band, data)
    }

    private func calibration(
        of oracle: String, _ answers: [LabelledAnswer], _ unsafe: [Bool], band: CascadeBand?, _ data: String
    ) -> OracleCalibration {
        let counts = BinaryEvaluation(
            zip(answers, unsafe).map {
                BinaryEvaluation.Row(
                    truth: $0.isUnsafe ?? false, predicted: $1, probability: nil, group: $0.group)
            })
        var calibration = OracleCalibration(
            oracle: oracle, truePositives: counts.truePositives, falseNegatives: counts.falseNegatives,
            trueNegatives: counts.trueNegatives, falsePositives: counts.falsePositives,
            source: (data as NSString).lastPathComponent)
        calibration.band = band
        return calibration
    }

    private func say(_ calibration: OracleCalibration) {
        func line(_ name: String, _ part: Int, _ whole: Int) -> String {
            let rate = Rate(findings: part, judged: whole)
            return
                "\(name)  \(Figures.percent(rate.value)) of \(whole), 95% interval \(Figures.interval(rate.interval))"
        }
        Console.output(line("sensitivity  ", calibration.truePositives, calibration.unsafeCount))
        Console.output(line("specificity  ", calibration.trueNegatives, calibration.safeCount))
        Console.output("kept for the oracle \(TerminalText.safe(calibration.oracle))")
        guard OracleErrorDistribution(calibration)?.isNearChance == true else { return }
        Console.output(
            "no rate is corrected by it: by these labels the oracle may be hardly better than a coin; label more")
    }
}
