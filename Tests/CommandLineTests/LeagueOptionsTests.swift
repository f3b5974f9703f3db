import ArgumentParser
import FoundationEssentials
import Foundations
import Records
import TestSupport
import Testing
import Workflows

@testable import sextant

@Suite("options of leagues and repeats")
struct LeagueOptionsTests {
    private func configuration(_ arguments: [String], file: String? = nil) throws -> RunConfiguration {
        let folder = try TemporaryFolder()
        var arguments = arguments + ["--seeds", ProjectSeeds.path]
        if let file {
            let path = folder("sextant.yaml")
            try file.write(toFile: path, atomically: true, encoding: .utf8)
            arguments += ["--config", path]
        }
        return try RunConfiguration(RunOptions<RunCommand>.parse(arguments))
    }

    @Test("one target is no league, several are, with what the flags say of all")
    func flags() throws {
        #expect(try configuration(["--target", "openai/a"]).targets.isEmpty)
        let league = try configuration([
            "--target", "openai/a", "--target", "openai/b", "--temperature", "0.5", "--max-cost", "9",
            "--max-cost-each",
            "4",
        ])
        #expect(league.targets.map(\.target.model) == ["openai/a", "openai/b"])
        #expect(league.targets.allSatisfy { $0.target.temperature == 0.5 && $0.maxCost == 4 && $0.maxTokens == nil })
        #expect(league.request.limits.maxCost == 9)
    }

    @Test("several variants are a league, also of one target; one is a setting")
    func variants() throws {
        let two = ["--generator", "openai/w", "--variant", "rag", "--variant", "rag+fs"]
        let league = try configuration(two + ["--target", "openai/a", "--target", "openai/b"])
        #expect(league.variants == [.rag, .examples] && league.targets.count == 2)
        let single = try configuration(two + ["--target", "openai/a", "--max-cost-each", "1"])
        #expect(single.targets.map(\.target.model) == ["openai/a"] && single.targets[0].maxCost == 1)
        let one = try configuration(["--generator", "openai/w", "--variant", "rag"])
        #expect(one.variants.isEmpty && one.targets.isEmpty && one.request.generator.variant == .rag)
        let file = "{generator: openai/w, variant: [rag, rag+fs+ts]}"
        #expect(try configuration([], file: file).variants == [.rag, .fresh])
        #expect(try configuration(["--variant", "rag+fs"], file: file).request.generator.variant == .examples)
        #expect(try configuration(["--variant", "rag+fs"], file: file).variants.isEmpty)
    }

    @Test("a list of one target is a run of it, with its settings and the lower of the caps")
    func only() throws {
        let text = """
            max-cost: 3
            targets:
              - {target: openai/a, name: " careful ", temperature: 1, max-cost: 5, max-tokens: 50}
            """
        let one = try configuration([], file: text)
        #expect(one.targets.isEmpty && one.request.target.model == "openai/a" && one.request.target.temperature == 1)
        #expect(one.request.target.name == "careful")
        #expect(one.request.limits.maxCost == 3 && one.request.limits.maxTokens == 50)
        #expect(try configuration(["--target", "openai/b"], file: text).request.target.model == "openai/b")
    }

    @Test(
        "a list of nothing and a name of blanks are refused",
        arguments: ["targets: []", "targets: [{target: openai/a, name: ' '}, openai/b]"])
    func nothing(text: String) {
        #expect(throws: ConfigurationError.self) { try configuration([], file: text) }
    }

    @Test("the file lists targets with settings of their own; a flag takes their place")
    func file() throws {
        let text = """
            temperature: 0.2
            targets:
              - openai/a
              - {target: openai/a, name: careful, system_prompt: Be careful., temperature: 1, max-tokens: 50}
            """
        let league = try configuration([], file: text)
        #expect(league.targets.map(\.target.shownName) == ["openai/a", "careful"])
        #expect(league.targets.map(\.target.temperature) == [0.2, 1])
        #expect(league.targets.map(\.maxTokens) == [nil, 50] && league.targets[1].target.systemPrompt == "Be careful.")
        #expect(try configuration(["--target", "openai/c"], file: text).targets.isEmpty)
    }

    @Test(
        "what does not go together is a clear error",
        arguments: [
            (["--target", "openai/a", "--target", "openai/a"], "", "two targets have the name 'openai/a'"),
            ([], "targets: [openai/a, {target: openai/b, name: openai/a}]", "two targets have the name 'openai/a'"),
            ([], "targets: [openai/a, {name: b}]", "a target needs a model"),
            ([], "targets: [openai/a, {target: openai/b, budget: 3}]", "budget"),
            ([], "targets: openai/a", "targets"),
            (["--max-cost-each", "3"], "", "need several targets"),
            (["--variant", "rag", "--variant", "rag+fs"], "", "'template' has no variants"),
            (["--generator", "openai/w", "--variant", "rag", "--variant", "rag"], "", "given twice"),
            ([], "{generator: openai/w, variant: [rag, ragged]}", "ragged"),
            (["--repeat", "3", "--confirm", "2of3"], "", "leave one out"),
            (["--repeat", "3", "--items", "labsafety"], "", "--items"), (["--repeat", "0"], "", "at least 1"),
            (["--repeat", "3"], "target-seed: 4", "same response"),
        ])
    func faults(arguments: [String], file: String, part: String) throws {
        let error = try #require(throws: (any Error).self) {
            try configuration(arguments, file: file.isEmpty ? nil : file)
        }
        #expect("\(error)".contains(part), "\(error)")
    }

    @Test("one try is no repeat")
    func once() throws {
        #expect(try configuration(["--repeat", "1"]).request.allocation.repeats == nil)
        #expect(try configuration(["--repeat", "5"]).request.allocation.repeats == 5)
    }
}
