import ArgumentParser
import Foundations
import Records
import SafetyGrid
import Testing
import Workflows

@testable import sextant

@Suite("options of run in sextant.yaml")
struct ConfigurationKeyTests {
    /// How a command is called and printed, not what it does; and the file itself.
    private static let unnamed: Set = ["config", "plan-only", "quiet", "verbose", "json", "version", "help"]
    /// Options of the gate stand under the key `gate`.
    private static let gate: Set = [
        "max-asr", "no-new", "min-coverage", "max-unknown", "max-over-refusal", "max-fairness-distance",
        "min-grade", "no-regression",
    ]

    @Test("every option has a key of its name")
    func names() {
        let options = Sextant.helpMessage(for: RunCommand.self).matches(of: /\s--([a-z-]+)/).map { String($0.1) }
        #expect(options.count > 50)
        for option in Set(options).subtracting(Self.unnamed).subtracting(Self.gate) {
            #expect(ConfigurationFile.keys.contains(option), "\(option)")
        }
        #expect(ConfigurationFile.keys.contains("gate"))
    }

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
        "comments, and keys without a value, say nothing",
        arguments: ["", "# budget: 3\n\n", "judge:\nmax-cost: ~\nhazards: null\ngate: # later\n"])
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

    @Test("the defaults are within all bounds, and a flag goes over the file, which goes over a default")
    func precedence() throws {
        try Setting.check(RunRequest())
        let options = try #require(
            try Sextant.parseAsRoot(["run", "--seed", "3", "--cache", "read", "--judge-samples", "5"]) as? RunCommand
        ).options
        var file = ConfigurationFile()
        #expect(file.request == RunRequest() && file.given.isEmpty)
        file = try ConfigurationFile(
            text: "seed: 2\ncache: on\ntimeout: 7\njudge_samples: 4\nguard: a/b\nmax-wait: 2m", file: "sextant.yaml")
        #expect(file.given == ["seed", "cache", "timeout", "judge-samples", "guard", "max-wait"])
        let request = try RunConfiguration.request(options, file)
        #expect(request.seed == 3 && request.connection.cache == .read && request.oracle.judgeSamples == 5)
        #expect(request.connection.timeout == 7 && request.connection.maxWait == 120 && request.budget == 1260)
        #expect(request.oracle.guardModel == "a/b" && request.oracle.kind == "guard")
    }
}
