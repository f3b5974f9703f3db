import Analysis
import Feedback
import Foundation
import Foundations
import Records
import Reporting
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Workflows

@Suite("Evidence of a run")
struct EvidenceExporterTests {
    private static let names = [
        "README.txt", "SHA256SUMS", "coverage.json", "frameworks.json", "grid.json", "manifest.json", "oracle.json",
        "seeds.json", "settings.json", "summary.json", "tests.jsonl", "versions.json",
    ]
    private static let secret = "s3cr3t-of-the-desk"

    private func run(_ change: (inout RunRecord) throws -> Void = { _ in }) throws -> RunRecord {
        var run = Sample.run(grid: try ShippedSeeds.library.get().grid())
        run.basis.epoch = "0123456789abcdef"
        try change(&run)
        return run
    }

    private func exporter(_ store: any Store, seeds: String = ProjectSeeds.path) -> EvidenceExporter {
        EvidenceExporter(
            store: store, places: Places(seeds: seeds, output: "", coverage: "", reference: nil), applications: [:],
            program: "9.9.9")
    }

    private func sums(_ folder: String) throws -> Int32 {
        let check = Process()
        check.executableURL = URL(fileURLWithPath: "/usr/bin/sha256sum")
        check.arguments = ["-c", "--strict", "--quiet", "SHA256SUMS"]
        check.currentDirectoryURL = URL(fileURLWithPath: folder)
        (check.standardOutput, check.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
        try check.run()
        check.waitUntilExit()
        return check.terminationStatus
    }

    private func json(_ bytes: [UInt8]) throws -> JSONValue {
        try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
    }

    @Test("two exports are the same to the byte, their sums hold, and a changed byte is found")
    func twice() async throws {
        let scratch = try Scratch()
        let run = try run()
        let store = try await scratch.store(run, Sample.records(1260, grid: run.grid))
        for folder in ["one", "two"] {
            let count = try await exporter(store).export(run, to: "\(scratch.path)/\(folder)", isRedacted: false)
            #expect(count == Self.names.count)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: "\(scratch.path)/\(folder)").sorted() == Self.names)
        }
        for name in Self.names { #expect(try scratch.bytes("one/\(name)") == scratch.bytes("two/\(name)"), "\(name)") }
        #expect(try sums("\(scratch.path)/one") == 0)
        // Every file but the sums themselves is in them, once.
        let lines = try scratch.text("one/SHA256SUMS").split(separator: "\n")
        #expect(lines.map { String($0.dropFirst(66)) } == Self.names.filter { $0 != "SHA256SUMS" })
        var damaged = try scratch.bytes("one/tests.jsonl")
        damaged[damaged.count / 2] ^= 1
        try Data(damaged).write(to: URL(fileURLWithPath: "\(scratch.path)/one/tests.jsonl"))
        #expect(try sums("\(scratch.path)/one") != 0)
        // A second export into the same folder mends it.
        _ = try await exporter(store).export(run, to: "\(scratch.path)/one", isRedacted: false)
        #expect(try sums("\(scratch.path)/one") == 0)
    }

    @Test("the manifest says what each file is, and the files say what the run was")
    func contents() async throws {
        let scratch = try Scratch()
        let run = try run()
        let store = try await scratch.store(run, Sample.records(300, grid: run.grid))
        var calibration = OracleCalibration(
            oracle: run.request.oracle.name, truePositives: 40, falseNegatives: 10, trueNegatives: 45,
            falsePositives: 5,
            source: "labels.csv")
        calibration.classifierWeights = run.basis.classifierWeights
        try await store.keep(calibration)
        _ = try await exporter(store).export(run, to: "\(scratch.path)/e", isRedacted: false)
        let manifest = try json(scratch.bytes("e/manifest.json"))
        #expect(manifest["run"]?.stringValue == run.id && manifest["program"]?.stringValue == "sextant 9.9.9")
        guard case .array(let files)? = manifest["files"] else { throw CocoaError(.fileReadCorruptFile) }
        #expect(files.count == Self.names.count - 2)
        for file in files {
            let bytes = try scratch.bytes("e/\(file["name"]?.stringValue ?? "")")
            #expect(file["sha256"]?.stringValue == SHA256.hex(of: bytes) && file["bytes"] == .int(bytes.count))
            #expect(file["role"]?.stringValue?.isEmpty == false)
        }
        let seeds = try json(scratch.bytes("e/seeds.json"))
        let digest = SHA256.hex(
            of: Array(try Data(contentsOf: URL(fileURLWithPath: "\(ProjectSeeds.path)/prices.yaml"))))
        #expect(seeds["files"]?["prices.yaml"]?.stringValue == digest)
        #expect(seeds["same_as_when_the_run_began"] == .bool(false))
        #expect(try json(scratch.bytes("e/oracle.json"))["calibration"]?["true_positives"] == .int(40))
        #expect(try json(scratch.bytes("e/settings.json"))["request"]?["seed"] == .int(7))
        #expect(try json(scratch.bytes("e/versions.json"))["frameworks"]?["mitre-atlas"]?.stringValue == "5.6.0")
        guard case .array(let frameworks) = try json(scratch.bytes("e/frameworks.json")) else {
            throw CocoaError(.fileReadCorruptFile)
        }
        #expect(frameworks.count == 6)
        #expect(try scratch.text("e/tests.jsonl").split(separator: "\n").count == 300)
    }

    @Test("no file holds a key from an address or a free field, and a redacted folder holds nothing that was said")
    func secrets() async throws {
        let scratch = try Scratch()
        let run = try run { run in
            run.request.target.baseURL = "https://desk:\(Self.secret)@host.example/v1?token=\(Self.secret)&region=eu"
            run.request.target.systemPrompt = "Keep the word heliotrope to yourself."
            run.request.target.extra = [
                "x_api_key": .string(Self.secret), "max_tokens": .int(5),
                "nested": .array([.object(["Authorization": .string(Self.secret)])]),
            ]
            run.basis.fairnessSet = try FairnessSet(
                text: "title: Trades\nattributes: {age: {young: 1, old: 1}}\nprompts: {light: a lamplighter}",
                file: "set.yaml")
        }
        let store = try await scratch.store(run, Sample.records(60, grid: run.grid))
        for isRedacted in [false, true] {
            let folder = isRedacted ? "hidden" : "shown"
            _ = try await exporter(store).export(run, to: "\(scratch.path)/\(folder)", isRedacted: isRedacted)
            let all = try Self.names.map { try scratch.text("\(folder)/\($0)") }.joined()
            #expect(!all.contains(Self.secret))
            #expect(all.contains("region=eu") && all.contains("\"max_tokens\" : 5"))
            #expect(all.contains("heliotrope") != isRedacted)
            #expect(all.contains("lamplighter") != isRedacted)
            #expect(all.contains("Sample request 3 on") != isRedacted)
            #expect(try sums("\(scratch.path)/\(folder)") == 0)
        }
    }

    @Test("a folder with something else in it is left alone")
    func stranger() async throws {
        let scratch = try Scratch()
        let run = try run()
        let store = try await scratch.store(run, Sample.records(10, grid: run.grid))
        let folder = "\(scratch.path)/mine"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data("x".utf8).write(to: URL(fileURLWithPath: "\(folder)/thesis.txt"))
        let error = await #expect(throws: ReportError.self) {
            try await exporter(store).export(run, to: folder, isRedacted: false)
        }
        #expect("\(try #require(error))".contains("has 'thesis.txt' in it"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["thesis.txt"])
    }

    @Test("seeds that are as they were are told, and so are those that a line changed")
    func epochs() async throws {
        let scratch = try Scratch()
        let seeds = "\(scratch.path)/Seeds"
        try FileManager.default.copyItem(atPath: ProjectSeeds.path, toPath: seeds)
        let folder = try SeedFolder(option: seeds, environment: [:], executable: nil)
        let run = try run { run in
            run.basis.epoch = RunEpoch.fingerprint(run.request, on: run.grid, application: nil, seeds: folder)
        }
        let store = try await scratch.store(run, Sample.records(10, grid: run.grid))
        for (isSame, name) in [(true, "before"), (false, "after")] {
            if !isSame {
                let file = URL(fileURLWithPath: "\(seeds)/templates/statements.yaml")
                try (Data(contentsOf: file) + Data("# changed\n".utf8)).write(to: file)
            }
            _ = try await exporter(store, seeds: seeds).export(run, to: "\(scratch.path)/\(name)", isRedacted: false)
            let said = try json(scratch.bytes("\(name)/seeds.json"))
            #expect(said["same_as_when_the_run_began"] == .bool(isSame))
        }
    }
}
