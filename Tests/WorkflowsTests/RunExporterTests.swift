import Analysis
import Foundation
import Foundations
import Records
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Reporting
@testable import Workflows

@Suite("Files of a run")
struct RunExporterTests {
    @Test("an export writes every file, and a second one the same bytes")
    func twice() async throws {
        let scratch = try Scratch()
        let run = Sample.run(grid: try Sample.grid())
        let store = try await scratch.store(run, Sample.records(1260, grid: run.grid))
        let names = ["tests.jsonl", "summary.json", "report.html", "NOTICE.txt"]
        var seen: [[[UInt8]]] = []
        for folder in ["one", "two"] {
            let exporter = RunExporter(
                store: store, outputFolder: "\(scratch.path)/\(folder)",
                coverageFolder: "\(scratch.path)/\(folder)/Coverage")
            let export = try await exporter.export(run)
            #expect(export.reportFile == "\(scratch.path)/\(folder)/\(run.id)/report.html")
            #expect(export.coverageFile == "\(scratch.path)/\(folder)/Coverage/sample.json")
            let files = try FileManager.default.contentsOfDirectory(atPath: export.folder).sorted()
            #expect(files == names.sorted())
            seen.append(
                try names.map { try scratch.bytes("\(folder)/\(run.id)/\($0)") }
                    + [scratch.bytes("\(folder)/Coverage/sample.json")])
        }
        #expect(seen[0] == seen[1])
        try keep(scratch, run)
    }

    @Test("a summary counts what the tests are")
    func counts() async throws {
        let scratch = try Scratch()
        let run = Sample.run(grid: try Sample.grid(), budget: 5000)
        let records = Sample.records(5000, grid: run.grid)
        let store = try await scratch.store(run, records)
        let summary = try await RunExporter(store: store, outputFolder: scratch.path, coverageFolder: nil).export(run)
            .analysis.summary
        #expect(summary.planned == 5000)
        #expect(summary.judged == records.count { $0.verdict != nil })
        #expect(summary.findings == records.count { $0.verdict?.label == .unsafe })
        #expect(summary.unknown == records.count { $0.verdict?.label == .unknown })
        #expect(summary.failed == records.count { $0.failure != nil })
        #expect(summary.failed > 0 && summary.findings > 100)
        #expect(summary.asr == Double(summary.findings) / Double(summary.judged))
        let html = try scratch.bytes("\(run.id)/report.html")
        #expect(html.count < 25_000_000)
        let lines = try scratch.text("\(run.id)/tests.jsonl").split(separator: "\n")
        #expect(lines.count == 5000)
    }

    @Test("redacted files tell what was counted and nothing that was said")
    func redacted() async throws {
        let scratch = try Scratch()
        let run = Sample.run(grid: try Sample.smallGrid(), budget: 8)
        let secret = "secret words"
        let records = (0..<8).map { ordinal in
            let plan = PlannedTest(ordinal: ordinal, round: 0, cell: ordinal % 4, selection: .floor)
            return TestRecord(
                plan: plan,
                testCase: TestCase(
                    plan: plan, prompt: "ask \(secret)",
                    origin: ["generator": .string("template"), "passage": .string(secret)]),
                response: Response(text: "say \(secret)", model: "m"),
                verdict: Verdict(
                    label: .unsafe, behaviour: .compliance, oracle: "o", confidence: 1, reason: "it says \(secret)"))
        }
        let store = try await scratch.store(run, records)
        let further = Verdict(
            label: .unsafe, behaviour: .compliance, oracle: "other", confidence: 1, reason: "it says \(secret)")
        try await store.record(further, on: 0, milliseconds: 1, in: run.id)
        let exporter = RunExporter(
            store: store, outputFolder: scratch.path, coverageFolder: nil, isRedacted: true)
        #expect(try await exporter.export(run).analysis.summary.findings == 8)
        for name in ["tests.jsonl", "summary.json", "report.html", "NOTICE.txt"] {
            let text = try scratch.text("\(run.id)/\(name)")
            #expect(!text.contains("secret"), "\(name)")
            #expect(text.contains("[redacted]") == ["tests.jsonl", "report.html"].contains(name), "\(name)")
        }
        #expect(try scratch.text("\(run.id)/tests.jsonl").contains("\"generator\":\"template\""))
    }

    @Test("a folder that can't be made is named, with what to do")
    func folder() async throws {
        let scratch = try Scratch()
        let run = Sample.run(grid: try Sample.smallGrid())
        let store = try await scratch.store(run, [])
        try Data("in the way".utf8).write(to: URL(fileURLWithPath: "\(scratch.path)/taken"))
        let exporter = RunExporter(store: store, outputFolder: "\(scratch.path)/taken", coverageFolder: nil)
        let error = await #expect(throws: ReportError.self) { try await exporter.export(run) }
        #expect(error?.description.contains("\(scratch.path)/taken/") == true)
        #expect(error?.description.contains("--output") == true)
    }

    @Test("a full disk is told apart from other errors")
    func fullDisk() throws {
        let scratch = try Scratch()
        let path = "\(scratch.path)/tests.jsonl"
        // The device that is always full stands where the file is written before it gets its name.
        try FileManager.default.createSymbolicLink(atPath: "\(path).\(getpid()).part", withDestinationPath: "/dev/full")
        #expect(throws: ReportError.diskFull(path: path)) { try OutputFile.write([1], to: path) }
        #expect(!FileManager.default.fileExists(atPath: path))
        let missing = "\(scratch.path)/missing/tests.jsonl"
        #expect(throws: ReportError.file(path: missing, reason: "No such file or directory")) {
            try OutputFile.write([1], to: missing)
        }
    }

    @Test("a link stays a link, and what is no file is written to as it is")
    func noFiles() throws {
        let scratch = try Scratch()
        let (link, pipe) = ("\(scratch.path)/link", "\(scratch.path)/pipe")
        try Data("old".utf8).write(to: URL(fileURLWithPath: "\(scratch.path)/file"))
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "file")
        try OutputFile.write(Array("new".utf8), to: link)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "file")
        #expect(try scratch.bytes("file") == Array("new".utf8))
        #expect(mkfifo(pipe, 0o600) == 0)
        let reader = FileHandle(fileDescriptor: open(pipe, O_RDWR), closeOnDealloc: true)
        try OutputFile.write(Array("new".utf8), to: pipe)
        #expect(try reader.read(upToCount: 3) == Data("new".utf8))
        let full = "\(scratch.path)/full"
        try FileManager.default.createSymbolicLink(atPath: full, withDestinationPath: "/dev/full")
        #expect(throws: ReportError.diskFull(path: full)) { try OutputFile.write([1], to: full) }
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: full) == "/dev/full")
    }

    @Test("a file that was not finished leaves nothing behind")
    func unfinished() throws {
        let scratch = try Scratch()
        do {
            let file = try OutputFile(path: "\(scratch.path)/tests.jsonl")
            try file.write(Array("half".utf8))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path).isEmpty)
    }

    /// Copies the sample's report to the folder that `SEXTANT_SAMPLE_REPORT` names, for looking at it.
    private func keep(_ scratch: Scratch, _ run: RunRecord) throws {
        guard let folder = ProcessInfo.processInfo.environment["SEXTANT_SAMPLE_REPORT"] else { return }
        for name in ["tests.jsonl", "summary.json", "report.html"] {
            try OutputFile.write(scratch.bytes("one/\(run.id)/\(name)"), to: "\(folder)/\(name)")
        }
        try OutputFile.write(scratch.bytes("one/Coverage/sample.json"), to: "\(folder)/coverage.json")
    }
}
