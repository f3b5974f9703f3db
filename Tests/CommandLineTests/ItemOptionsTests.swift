import ArgumentParser
import Records
import TestSupport
import Testing
import Workflows

@testable import sextant

@Suite("options of runs of items")
struct ItemOptionsTests {
    private func configuration(_ arguments: [String]) throws -> RunConfiguration {
        try RunConfiguration(RunOptions<RunCommand>.parse(arguments + ["--seeds", ProjectSeeds.path]))
    }

    @Test("items are asked once each and compared with their solutions, unless something else is said")
    func items() throws {
        let usual = try configuration(["--items", "labsafety"]).request
        #expect(usual.generator.itemSet == "labsafety" && usual.oracle.kind == "exact")
        #expect(usual.allocation.policy == .uniform && usual.allocation.floor == 0)
        #expect(usual.generator.shots == nil && usual.generator.chainOfThought == nil)
        let set = try configuration([
            "--items", "labsafety", "--shots", "3", "--chain-of-thought", "--budget", "10", "--oracle", "rules",
        ]).request
        #expect(set.generator.shots == 3 && set.generator.chainOfThought == true)
        #expect(set.budget == 10 && set.oracle.kind == "rules")
        #expect(try configuration([]).request.generator.itemSet == nil)
    }

    @Test(
        "settings that need items, and numbers out of range, are usage errors",
        arguments: [
            (["--shots", "3"], "need --items"), (["--chain-of-thought"], "need --items"),
            (["--items", "labsafety", "--scenarios", "all"], "leave one out"),
            (["--items", "labsafety", "--shots", "51"], "--shots is 51"),
            (["--items", "labsafety", "--shots=-1"], "--shots is -1"),
            (["--items", "labsafety", "--max-over-refusal", "2"], "max-over-refusal is 2"),
        ])
    func faults(arguments: [String], part: String) throws {
        let error = try #require(throws: (any Error).self) { try configuration(arguments) }
        // Numbers are refused by the parser, which has a type of its own for its errors.
        let text = "\(error) " + Sextant.fullMessage(for: error)
        #expect(text.contains(part), "\(text)")
    }
}
