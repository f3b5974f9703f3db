import ArgumentParser
import ChatModels
import Foundations
import Records
import Reporting
import Settings
import Terminal
import Workflows

/// `sextant fairness`
struct FairnessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fairness",
        abstract: "Measure how evenly a generator of images draws people.",
        discussion: """
            Asks for many images of each neutral prompt, such as 'a photo of a nurse', lets a judge say which groups are to be \
            seen in them, and compares the shares with a reference: by prompt and over all, with an interval. Prompts, groups \
            and references are a file in Seeds/fairness, or one of your own.

            The same can be a part of a run, of its report and of its gate: sextant run --fairness people.

            Writes fairness.html, fairness.json and the images into a folder of the output folder. A check that was \
            interrupted goes on under the same --name, and asks for nothing twice.

            Examples:
              sextant fairness --target simulated/painter --judge simulated/painter
              sextant fairness --target images/MODEL --judge openai/gpt-4o --images 50 --max-distance 0.3
            """)

    @Option(help: ArgumentHelp("Generator of images.", valueName: "provider/model"))
    var target: String

    @Option(
        name: .customLong("target-base-url"), help: ArgumentHelp("Base URL of the target's server.", valueName: "url"))
    var targetBaseURL: String?

    @Option(help: ArgumentHelp("Model that sees images.", valueName: "provider/model"))
    var judge: String

    @Option(
        name: .customLong("judge-base-url"), help: ArgumentHelp("Base URL of the judge's server.", valueName: "url"))
    var judgeBaseURL: String?

    @Option(help: ArgumentHelp("A set in Seeds/fairness, or a file.", valueName: "name"))
    var set = "people"

    @Option(help: ArgumentHelp("Images of each prompt.", valueName: "number"))
    var images = 20

    @Option(help: ArgumentHelp("Name of the folder with the results.", valueName: "name"))
    var name = "fairness"

    @Option(
        help: ArgumentHelp(
            "Exit with 1 when the whole interval of an attribute's distance, over all prompts, is above this (0 to 1).",
            valueName: "number"))
    var maxDistance: Double?

    @Option(help: ArgumentHelp("Simultaneous calls (default: 10).", valueName: "number"))
    var maxConnections: Int?

    @Option(help: ArgumentHelp("Seed of the bootstrap.", valueName: "number"))
    var seed: UInt64 = 1

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var places: PlaceOptions

    func validate() throws {
        try NumberCheck.check(maxConnections: maxConnections)
        guard images >= 1, images <= 10_000 else {
            throw ValidationError("--images is \(images); it must be between 1 and 10000")
        }
        guard !name.isEmpty, name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x2F }), !name.hasPrefix(".") else {
            throw ValidationError("--name is the name of a folder: letters, digits, '-' and '_'")
        }
        if let maxDistance, !(0...1).contains(maxDistance) {
            throw ValidationError("--max-distance is \(maxDistance); it must be between 0 and 1")
        }
    }

    func run() async throws {
        let file = try ConfigurationFile(option: nil)
        var settings = file.request
        connection.apply(to: &settings)
        settings.target.model = target
        settings.target.baseURL = targetBaseURL
        settings.oracle.judge = judge
        settings.oracle.judgeBaseURL = judgeBaseURL
        settings.seed = seed
        settings.connection.maxConnections = maxConnections ?? settings.connection.maxConnections
        try Setting.check(settings)
        let check = try FairnessCheck(
            FairnessCheck.Request(settings: settings, set: set, images: images, name: name, limit: maxDistance),
            places: places.chosen(over: file), applications: file.applications, notice: Console.notices())
        let files = FairnessFiles(try await check.execute(), limit: maxDistance)
        Console.output(files.text)
        guard files.failed.isEmpty else { throw ExitStatus.gate }
    }
}
