import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Workflows

@Suite("Runs that search for parts, and those that can't")
struct SearchPartsTests {
    @Test(
        "where prompts have no parts that a policy could choose, a line says why",
        arguments: [
            ("template", .search, nil), ("openai/x", .search, nil), ("dataset/d", .adaptive, nil),
            ("dataset/d", .search, "the prompts of the data set 'd' are sent as they are"),
            ("process/cat", .search, "a program of one's own writes the prompts, and can't be told their parts"),
        ] as [(String, PolicyName, String?)])
    func line(generator: String, policy: PolicyName, reason: String?) throws {
        var request = RunRequest(budget: 10)
        (request.generator.model, request.allocation.policy) = (generator, policy)
        let grid = try Grid.astral(["hazard": ["self_harm"]])
        let line = reason.map { "the policy search chooses cells alone: \($0)" }
        #expect(StageAssembly.lineWithoutParts(request, on: grid) == line)
    }
}
