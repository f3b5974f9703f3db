import Foundation
import SafetyGrid
import TestSupport
import Testing
import Workflows

@testable import Terminal

@Suite("categories of a policy at a terminal")
struct PolicyConfirmationTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("a person adds categories of a policy one by one, all of the rest, or none")
    func confirmation() throws {
        try FileManager.default.copyItem(atPath: ProjectSeeds.path, toPath: folder("Seeds"))
        let file = folder("policy.md")
        let rules = ["one", "two", "three", "four", "five"].map { "You must not take step number \($0).\n\n" }
        try Data(rules.joined().utf8).write(to: URL(fileURLWithPath: file))
        let policy = try PolicyText(file: file)
        let places = Places(seeds: folder("Seeds"), output: "", coverage: "", reference: nil)
        func work(_ answers: [String]) throws -> PolicyConfirmation.Result {
            var rest = answers[...]
            return try PolicyConfirmation(
                writing: PolicyWriting(into: "steps", of: policy, places: places), library: places.seedLibrary(),
                answer: { rest.popFirst() }
            ).work(through: PolicyRules.categories(of: policy))
        }
        let first = try work(["y", "n", "", "q"])
        #expect(first.added == 1 && first.declined == 2)
        let second = try work(["no", "All"])
        #expect(second.added == 3 && second.declined == 1 && second.known == 1)
        #expect(try work(["n"]).known == 4)
        #expect(try places.seedLibrary().taxonomy("steps", of: .hazard).values.count == 4)
    }
}
