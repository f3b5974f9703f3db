import ArgumentParser
import DataSets
import Records
import SafetyGrid
import Settings
import Terminal
import Workflows

/// What a file is imported as.
enum ImportUse: String, ExpressibleByArgument, CaseIterable {
    case existing, tests, items, configs
}

/// `sextant import`
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import a data set: existing prompts, test cases, items with right solutions or safety configs.",
        discussion: """
            Reads JSON lines, JSON (also nested categories, tables by columns, and what garak, PyRIT, promptfoo, Inspect, \
            pandas and the Hugging Face viewer write), CSV with commas, semicolons or tabs, YAML, lists in Markdown and \
            plain lines, gzipped or not. From a conversation it takes the user's request. Sextant detects the columns by their \
            names and contents, and shows its choice. A prompt is placed on the grid by its category where that is known, \
            else by its words or, with --classifier, by a model.

            Examples:
              sextant import prompts.csv
              sextant import tests.jsonl.gz --as tests --prompt-field question --category-field risk
              sextant run --generator dataset/tests --axes hazard=astral
              sextant import pictures.csv --as tests --image-field file
              sextant import questions.csv --as items --name questions
              sextant run --items questions
              sextant import configs.yaml --as configs --name ours
              sextant run --axes hazard=astral,config=ours
            """)

    @Argument(help: "The file.")
    var file: String

    @Option(
        name: .customLong("as"),
        help: """
            Use of the set: existing (new prompts must not repeat it), tests (for a target), items (with solutions) or \
            configs (what a deployment allows).
            """)
    var use = ImportUse.existing

    @Option(help: ArgumentHelp("Name of the set (default: that of the file).", valueName: "name"))
    var name: String?

    @Option(help: ArgumentHelp("Column of the prompts (default: detected).", valueName: "column"))
    var promptField: String?

    @Option(help: ArgumentHelp("Column of the categories (default: detected).", valueName: "column"))
    var categoryField: String?

    @Option(help: ArgumentHelp("Column with the paths of image files beside the data set.", valueName: "column"))
    var imageField: String?

    @Option(
        help: ArgumentHelp("Least confidence with which a prompt is placed at a hazard, 0 to 1.", valueName: "number"))
    var minConfidence = Placement.minimumConfidence

    @Option(help: ArgumentHelp("Model that places prompts without a known category.", valueName: "provider/model"))
    var classifier: String?

    @Option(
        name: .customLong("classifier-base-url"),
        help: ArgumentHelp("Base URL of the classifier's server.", valueName: "url"))
    var classifierBaseURL: String?

    @Option(help: ArgumentHelp("Simultaneous calls to the classifier (default: 10).", valueName: "number"))
    var maxConnections: Int?

    @Flag(help: "Replace a set of the same name once the file has been read to its end.")
    var replace = false

    @Flag(help: "Show what would be imported, and store nothing.")
    var dryRun = false

    @OptionGroup var grid: GridOptions
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var places: PlaceOptions

    func validate() throws {
        try NumberCheck.check(maxConnections: maxConnections)
        guard (0...1).contains(minConfidence) else {
            throw ValidationError("--min-confidence is \(minConfidence); it must be between 0 and 1")
        }
        guard imageField == nil || use == .tests else {
            throw ValidationError("--image-field is for test cases; add --as tests")
        }
    }

    func run() async throws {
        let configuration = try ConfigurationFile(option: nil)
        let places = self.places.chosen(over: configuration)
        let source = try PipedFile(file)
        defer { source.remove() }
        if use == .items { return try await importItems(source.path, places) }
        let library = try places.seedLibrary()
        if use == .configs { return try await importConfigs(source.path, places, library) }
        let grid = try self.grid.chosen(over: configuration).grid(library)
        let request = ImportRequest(
            file: source.path, role: use == .tests ? .tests : .existing, name: name, promptField: promptField,
            categoryField: categoryField, imageField: imageField,
            minConfidence: minConfidence, replace: replace, grid: grid, library: library)
        let outcome = try await request.execute(into: dryRun ? nil : places.store) {
            try classifier.map { name in
                let helper = try connection.helper(
                    name, baseURL: classifierBaseURL, maxConnections: maxConnections, over: configuration, places)
                return try ModelClassification(by: helper, on: grid)
            }
        }
        let result = outcome.result
        Console.output(
            ImportTexts.imported(
                result, reader: outcome.reader, set: outcome.set, grid: grid, hasImages: imageField != nil,
                stored: !dryRun))
        for line in ImportTexts.warnings(of: result) { Console.line(line) }
    }

    private func importItems(_ file: String, _ places: Places) async throws {
        let outcome = try await ItemImport(
            file: file, name: name, question: promptField, category: categoryField, replace: replace
        ).execute(into: dryRun ? nil : places.store)
        Console.output(ImportTexts.items(outcome, stored: !dryRun))
    }

    private func importConfigs(_ file: String, _ places: Places, _ library: SeedLibrary) async throws {
        let outcome = try await ConfigImport(file: file, name: name, replace: replace)
            .execute(into: dryRun ? nil : places.store, library: library)
        Console.output(ImportTexts.configs(outcome, stored: !dryRun))
    }
}
