import ArgumentParser
import Foundations
import Records
import Reporting
import SafetyGrid
import Settings
import Storage
import Terminal
import Workflows

/// `sextant expand`
struct ExpandCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "expand",
        abstract: "Write the prompts that the cells of a hazard, or of a whole taxonomy, still lack.",
        discussion: """
            Fills every cell up to --per-cell prompts, none of which repeats a prompt of a run or data set in the store. No \
            target is called. The prompts become a data set, and with --out a file as well. A generator model is shown \
            examples, stored passages and earlier findings; where it declines, the templates write.

            Examples:
              sextant expand --hazard privacy_violation --per-cell 5
              sextant expand --taxonomy air-2024 --per-cell 1 --out air.jsonl
              sextant expand --hazard self_harm --generator ollama/qwen2.5:14b --retrieval off
            """)

    @Option(help: ArgumentHelp("Only these hazards, of whichever taxonomy has them.", valueName: "id,id"))
    var hazard: String?

    @Option(help: ArgumentHelp("Prompts that each cell should have.", valueName: "number"))
    var perCell = 1

    @Option(
        help: ArgumentHelp(
            "Generator of the prompts: template or provider/model (default: template).", valueName: "name"))
    var generator: String?

    @Option(
        name: .customLong("generator-base-url"),
        help: ArgumentHelp("Base URL of the generator's server.", valueName: "url"))
    var generatorBaseURL: String?

    @Option(help: ArgumentHelp("Simultaneous calls to a generator model (default: 10).", valueName: "number"))
    var maxConnections: Int?

    @Option(
        help: ArgumentHelp(
            "Similarity at which a prompt counts as a repetition of an earlier one, 0.6 to 1 (default: 0.8).",
            valueName: "number"))
    var novelty: Double?

    @Option(help: ArgumentHelp("Seed of every random choice.", valueName: "number"))
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("Name of the data set (default: one with hazard and time in it).", valueName: "name"))
    var name: String?

    @Option(
        help: ArgumentHelp("Also write the prompts to this file.", valueName: "path"), transform: HomePath.expanded)
    var out: String?

    @Option(
        help: ArgumentHelp("Format of that file: \(ExportRegistry.names.joined(separator: ", ")).", valueName: "name"))
    var format = "jsonl"

    @OptionGroup var grid: GridOptions
    @OptionGroup var generation: GenerationOptions
    @OptionGroup var caps: CapOptions
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var cache: CacheOptions
    @OptionGroup var places: PlaceOptions
    @OptionGroup var verbosity: VerbosityOptions

    func validate() throws {
        try NumberCheck.check {
            $0.connection.maxConnections = maxConnections ?? $0.connection.maxConnections
            $0.generator.novelty = novelty ?? $0.generator.novelty
        }
        guard (1...100_000).contains(perCell) else {
            throw ValidationError("--per-cell is \(perCell); it must be at least 1 and at most 100000")
        }
        guard ExportRegistry.names.contains(format) else {
            throw ValidationError(
                "unknown format '\(format)' for new prompts; known: \(ExportRegistry.names.joined(separator: ", "))")
        }
    }

    func run() async throws {
        let configuration = try ConfigurationFile(option: nil)
        let places = self.places.chosen(over: configuration)
        let library = try places.seedLibrary()
        let choice = grid.chosen(over: configuration)
        let grid = try hazard.map { try choice.grid(ofHazards: $0, library) } ?? choice.grid(library)
        let label = hazard?.replacing(",", with: "+") ?? grid.dimensions[0].taxonomy
        let outcome = try await ExpandRequest(
            grid: grid, perCell: perCell, settings: request(configuration),
            name: name ?? "expand-\(label)-\(RunID.make())", places: places,
            applications: configuration.applications, isVerbose: verbosity.verbose
        ).execute(at: DataSetImport.now, notice: Console.notices(isQuiet: verbosity.quiet))
        let result = outcome.result
        Console.output(result.text(of: outcome.set, grid: grid, generator: outcome.generator))
        if let out, result.made > 0 { try await write(outcome.set, library, outcome.store, to: out) }
        if let fault = result.fault { throw fault }
        if result.failed > 0 || result.isCapped { throw ExitStatus.dependency }
    }

    /// The settings of a run with this generator; the target is never asked.
    private func request(_ file: ConfigurationFile) throws -> RunRequest {
        var request = RunRequest()
        request.generator = file.request.generator
        request.generator.model = generator ?? file.request.generator.model
        guard request.generator.dataSet == nil else {
            throw UsageError(
                "--generator \(request.generator.model) has no new prompts; name template or provider/model")
        }
        request.generator.baseURL = generatorBaseURL ?? request.generator.baseURL
        guard generation.variant.count < 2 else {
            throw UsageError("--variant is given several times, which is for 'sextant run'; name one")
        }
        try generation.apply(to: &request.generator)
        request.generator.novelty = novelty ?? request.generator.novelty
        request.seed = seed
        connection.apply(to: &request, over: file, maxConnections: maxConnections)
        cache.apply(to: &request)
        caps.apply(to: &request.limits)
        try Setting.check(request)
        return request
    }

    private func write(
        _ set: DataSetRecord, _ library: SeedLibrary, _ store: any Store, to path: String
    ) async throws {
        let written = try await PromptExporter(store: store, format: format, path: path)
            .export(dataSet: store.dataSet(set.name), protective: library.protectiveHazards)
        Console.output("written    \(written.prompts) prompts to \(TerminalText.safe(path))")
    }
}
