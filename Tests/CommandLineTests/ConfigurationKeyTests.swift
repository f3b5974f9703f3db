import ArgumentParser
import Foundations
import Records
import Testing
import Workflows

@testable import Settings
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
        let help = Sextant.helpMessage(for: RunOptions<RunCommand>.self)
        let options = help.matches(of: /\s--([a-z-]+)/).map { String($0.1) }
        #expect(options.count > 50)
        for option in Set(options).subtracting(Self.unnamed).subtracting(Self.gate) {
            #expect(ConfigurationFile.keys.contains(option), "\(option)")
        }
        #expect(ConfigurationFile.keys.contains("gate"))
    }

    @Test("a flag goes over the file, which goes over a default")
    func precedence() throws {
        let options = try #require(
            try Sextant.parseAsRoot(["run", "--seed", "3", "--cache", "read", "--judge-samples", "5"])
                as? RunOptions<RunCommand>)
        var file = ConfigurationFile()
        #expect(file.request == RunRequest() && file.given.isEmpty)
        file = try ConfigurationFile(
            text: "seed: 2\ncache: on\ntimeout: 7\njudge_samples: 4\nguard: a/b\nmax-wait: 2m", file: "sextant.yaml")
        #expect(file.given == ["seed", "cache", "timeout", "judge-samples", "guard", "max-wait"])
        let request = try RunConfiguration.request(options.flags, file)
        #expect(request.seed == 3 && request.connection.cache == .read && request.oracle.judgeSamples == 5)
        #expect(request.connection.timeout == 7 && request.connection.maxWait == 120 && request.budget == 1260)
        #expect(request.oracle.guardModel == "a/b" && request.oracle.kind == "guard")
    }

    @Test(
        "no batches on the command line are none, whatever the file says",
        arguments: [([], [.target, .judge]), (["--batch", "off"], nil), (["--batch", "generator"], [.generator])]
            as [([String], [BatchRole]?)])
    func batches(arguments: [String], roles: [BatchRole]?) throws {
        let file = try ConfigurationFile(text: "batch: [target, judge]", file: "sextant.yaml")
        let request = try RunConfiguration.request(RunOptions<RunCommand>.parse(arguments).flags, file)
        #expect(request.connection.batch == roles)
    }
}
