import Analysis
import ArgumentParser
import Foundations
import Records
import Reporting
import Settings
import Storage
import Terminal
import Workflows

/// `sextant export`
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a run or a data set for another tool.",
        discussion: """
            jsonl and csv hold everything; hf is a folder with a data card and Croissant metadata; dpo has preference \
            pairs, in which a refusal is preferred to a finding and help to a refused twin, a part of them kept for \
            testing; garak, promptfoo and inspect are for the tools of these names. For build systems there are junit, sarif, markdown (for a pull request), github (annotations, when a \
            step prints them) and prometheus (textfile metrics); without --out they go to standard output. evidence is a \
            folder that an auditor can check: settings without secrets, digests of the seeds, versions, what is known of \
            the oracle, all tests, a manifest and SHA256SUMS.

            Examples:
              sextant export --format csv --out tests.csv
              sextant export 20260131-221500-3fa9 --format dpo --out pairs.jsonl
              sextant export --format junit --out junit.xml --redact
              sextant export --format github
              sextant export --format evidence --out evidence
              sextant export --dataset prompts --format hf --out prompts-hf
            """)

    @Argument(help: "Id of the run (default: the newest).")
    var run: String?

    @Option(help: ArgumentHelp("Name of a data set, instead of a run.", valueName: "name"))
    var dataset: String?

    @Option(help: ArgumentHelp(Self.formats.joined(separator: ", ") + ".", valueName: "name"))
    var format: String

    @Option(
        help: ArgumentHelp("File to write; a folder for hf and evidence; - for standard output.", valueName: "path"),
        transform: HomePath.expanded)
    var out: String?

    @Option(
        help: ArgumentHelp(
            "dpo: share of the asks whose pairs go into a file of their own, for testing (default: 0.2; 0: none).",
            valueName: "share"))
    var testShare: Double?

    @Option(help: ArgumentHelp("dpo: seed that draws them (default: 1).", valueName: "number"))
    var seed: UInt64?

    @Flag(help: "Leave out responses; csv, evidence and the formats for build systems hide prompts too.")
    var redact = false

    @OptionGroup var places: PlaceOptions

    private static let formats =
        ExportRegistry.names + [PreferenceExport.name, EvidenceExport.name] + ResultExportRegistry.names

    func validate() throws {
        guard Self.formats.contains(format) else {
            throw ValidationError("unknown format '\(format)'; known: \(Self.formats.joined(separator: ", "))")
        }
        if out?.allSatisfy(\.isWhitespace) == true { throw ValidationError("--out is empty; name a file or a folder") }
        let isResult = ResultExportRegistry.names.contains(format)
        if isResult, dataset != nil { throw ValidationError("\(format) shows verdicts: export a run, not a data set") }
        if !isResult, out == nil || out == "-" {
            let kind = format == EvidenceExport.name ? "folder" : "file"
            throw ValidationError("\(format) is a \(kind): name it with --out")
        }
        if dataset != nil, format == EvidenceExport.name { throw ValidationError("evidence is of a run, no data set") }
        if dataset != nil, run != nil { throw ValidationError("name a run or a data set, not both") }
        guard format == PreferenceExport.name else {
            if testShare != nil || seed != nil { throw ValidationError("--test-share and --seed are for --format dpo") }
            return
        }
        if dataset != nil { throw ValidationError("dpo needs responses: export a run, not a data set") }
        if redact { throw ValidationError("dpo is made of responses; leave --redact out") }
        if let testShare, !(0..<1).contains(testShare) {
            throw ValidationError("--test-share is \(testShare); it must be at least 0 and less than 1")
        }
    }

    func run() async throws {
        let file = try ConfigurationFile(option: nil)
        let places = self.places.chosen(over: file)
        let store = try await places.store.openForReading()
        if let export = ResultExportRegistry.export(format) {
            return try await write(export, of: store.chosenRun(run), in: store, places: places)
        }
        let out = out ?? ""
        try ExportFolder.check(out, for: format)
        if format == PreferenceExport.name {
            let exporter = PreferenceExporter(store: store, path: out, share: testShare ?? 0.2, seed: seed ?? 1)
            return Console.output(PreferenceTexts.text(of: try await exporter.export(store.chosenRun(run)), path: out))
        }
        if format == EvidenceExport.name {
            let exporter = EvidenceExporter(
                store: store, places: places, applications: file.applications, program: SextantVersion.current)
            let count = try await exporter.export(store.chosenRun(run), to: out, isRedacted: redact)
            return Console.output("\(count) files of evidence written to \(TerminalText.safe(out))")
        }
        let exporter = PromptExporter(store: store, format: format, path: out)
        let written: PromptExporter.Written
        if let dataset {
            let library = try places.seedLibrary()
            written = try await exporter.export(
                dataSet: store.dataSet(dataset), protective: library.protectiveHazards)
        } else {
            written = try await exporter.export(run: store.chosenRun(run), redacted: redact)
        }
        Console.output("\(written.prompts) prompts written to \(TerminalText.safe(out))")
        if written.withoutImages > 0 {
            let images = "\(written.withoutImages) of them have images"
            Console.line("warning: \(images), for which \(format) has no place; jsonl names them")
        }
    }

    private func write(
        _ export: any ResultExport, of run: RunRecord, in store: any Store, places: Places
    ) async throws {
        let analyst = RunAnalyst(store: store, frameworks: try FrameworkLookup(places).frameworks)
        let analysis = try await analyst.analysis(of: run, hasTrend: false)
        let text = export.text(of: RunResult(analysis, isRedacted: redact))
        guard let out, out != "-" else { return Console.output(text.trimmed) }
        try ResultExporter.write(text, to: out)
        Console.line("\(format) of run \(run.id) written to \(TerminalText.safe(out))")
    }
}
