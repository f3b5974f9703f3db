import Foundation
import Foundations
import Records
import SafetyGrid
import Testing
import Workflows

@testable import Settings

@Suite("keys of sextant.yaml")
struct ConfigurationFileTests {
    @Test(
        "keys of the plan are read as their options are",
        arguments: [
            "close-holes: 2", "verify: true", "axes: {hazard: astral, style: astral}", "grid: {hazard: astral}",
        ])
    func read(line: String) throws {
        _ = try ConfigurationFile(text: line, file: "sextant.yaml")
        let file = try ConfigurationFile(
            text: "close-holes: 2\nverify: true\naxes: {style: astral, hazard: astral}", file: "sextant.yaml")
        #expect(file.request.allocation.closeHoles == 2 && file.request.oracle.verify == true)
        #expect(file.axes.map(\.dimension) == [.style, .hazard])
    }

    @Test(
        "the file that nobody names is found under either ending, a link to nothing among them",
        arguments: [
            ([], nil), (["sextant.yml"], "sextant.yml"), (["sextant.yaml", "sextant.yml"], "sextant.yaml"),
        ] as [([String], String?)], [false, true])
    func found(files: (names: [String], read: String?), isLink: Bool) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sextant-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for name in files.names {
            let path = folder.appendingPathComponent(name).path
            if isLink {
                try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "nothing")
            } else {
                try Data("budget: 3\n".utf8).write(to: URL(fileURLWithPath: path))
            }
        }
        let prefix = folder.path + "/"
        #expect(ConfigurationFile.existingDefault(in: prefix) == files.read.map { prefix + $0 })
    }

    @Test(
        "comments, and keys without a value, say nothing",
        arguments: [
            "", "# budget: 3\n\n", "judge:\nmax-cost: ~\nhazards: null\ngate: # later\n", "x-ours: {budget: 3}\n",
        ])
    func nothing(text: String) throws {
        #expect(try ConfigurationFile(text: text, file: "sextant.yaml").given.isEmpty)
        #expect(throws: ConfigurationError.self) {
            try ConfigurationFile(text: "\(text)budgte:\n", file: "sextant.yaml")
        }
    }

    @Test(
        "what is out of bounds is told with its name and its bounds, wherever it comes from",
        arguments: [
            ("budget: 0", "--budget is 0; it must be at least 1 and at most 100000000"),
            ("floor: -1", "--floor is -1; it must be at least 0 and at most 1000000"),
            ("temperature: 11", "--temperature is 11.0; it must be at least 0 and at most 10"),
            ("novelty: 0.5", "--novelty is 0.5; it must be at least 0.6 and at most 1"),
            ("max-cost: 0", "--max-cost is 0.0; it must be more than 0"),
            ("max-tokens: 0", "--max-tokens is 0; it must be at least 1"),
            ("timeout: 86401", "--timeout is 86401.0; it must be more than 0 and at most 86400"),
            ("max-wait: 0s", "--max-wait is 0.0; it must be more than 0 and at most 31536000"),
            ("shots: 51", "--shots is 51; it must be at least 0 and at most 50"),
            ("fairness-images: 0", "--fairness-images is 0; it must be at least 1 and at most 10000"),
            ("judge-samples: 101", "--judge-samples is 101; it must be at least 1 and at most 100"),
        ])
    func bounds(line: String, message: String) throws {
        let file = try ConfigurationFile(text: line, file: "sextant.yaml")
        let error = try #require(throws: UsageError.self) { try Setting.check(file.request) }
        #expect("\(error)" == message)
    }

    @Test(
        "a value that its key can't have is told with place, key and remedy",
        arguments: [
            ("budget: 9\nhazards: self_harm", "sextant.yaml:2: expected a list for 'hazards', such as [a, b]"),
            ("select: {style: slang}", "sextant.yaml:1: expected a list for 'style', such as [a, b]"),
            ("nightly:\n  exports: junit", "sextant.yaml:2: expected a list for 'exports', such as [a, b]"),
            ("hazards: [[self_harm]]", "sextant.yaml:1: expected a text for 'hazards'"),
            ("budget: many", "sextant.yaml:1: expected a whole number for 'budget'"),
            ("axes: astral", "sextant.yaml:1: expected a mapping (key: value) for 'axes'"),
            ("cache: maybe", "sextant.yaml:1: 'cache' is 'maybe'; it must be one of off, read, on"),
            ("retrieval: 1", "sextant.yaml:1: 'retrieval' must be on or off"),
            ("batch: [target, oracle]", "sextant.yaml:1: 'batch' has 'oracle'; known: target, judge, generator, off"),
            ("seed: -1", "sextant.yaml:1: 'seed' must be at least 0"),
            (
                "coverage: ''",
                "sextant.yaml:1: the name of a folder is empty; is a variable of the shell not set?"
            ),
        ])
    func wrong(text: String, message: String) throws {
        let error = try #require(throws: ConfigurationError.self) {
            try ConfigurationFile(text: text, file: "sextant.yaml")
        }
        #expect("\(error)" == message)
    }

    @Test("the defaults are within all bounds")
    func defaults() throws {
        #expect(throws: Never.self) { try Setting.check(RunRequest()) }
    }
}
