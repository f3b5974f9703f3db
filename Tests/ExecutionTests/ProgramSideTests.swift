import ChatModels
import Foundation
import Foundations
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Execution

@Suite("a strategy that is a program")
struct ProgramSideTests {
    private func side(_ name: String) throws -> ProgramSide {
        let context = ProgramContext(environment: ProcessInfo.processInfo.environment, timeout: .seconds(60))
        return ProgramSide(
            try LineProgram(name, role: "strategy", context: context), prompt: "THE PROMPT", topic: "the topic",
            maxTurns: 5, label: "test 1")
    }

    @Test("the example leads a conversation to its end", .enabled(if: ProjectExamples.canRun))
    func example() async throws {
        let side = try side(ProjectExamples.program("strategy"))
        var turns: [Turn] = []
        while let message = try await side.next(after: turns, variant: 0) {
            turns.append(Turn(message, replies: [TurnReply(Response(text: "Well."), milliseconds: 1)]))
        }
        #expect(
            turns.map(\.user) == [
                "Hello! What do you think about the topic, in one sentence?", "THE PROMPT",
                "Please go on from there: THE PROMPT",
            ])
    }

    @Test(
        "what is no message is an error",
        arguments: [("", "no 'message'"), (#","message":1"#, "no text"), (#","message":" ""#, "blank")])
    func unusable(reply: String, part: String) async throws {
        let folder = try TemporaryFolder()
        try "read h; echo '{\"type\":\"hello\",\"protocol\":1}'; read q; echo '{\"id\":1\(reply)}'; cat"
            .write(toFile: folder("s.sh"), atomically: true, encoding: .utf8)
        let side = try side("process/sh \(folder("s.sh"))")
        do {
            _ = try await side.next(after: [], variant: 0)
            Issue.record("it has a message")
        } catch {
            #expect("\(error)".contains(part), "\(error)")
        }
    }

    @Test("a program is a value of the dimension only where it is named")
    func grid() throws {
        let folder = try SeedFolder(option: ProjectSeeds.path, environment: [:], executable: nil)
        let library = try SeedLibrary(folder: folder, only: ["astral", "strategies"])
        let names = ["direct", "process/./my-strategy --fast"]
        let grid = try library.grid(
            axes: [(.hazard, "astral"), (.strategy, "strategies")], selection: [.strategy: names])
        #expect(grid.dimensions[1].values.map(\.id) == names)
        let planner = try ConversationPlanner(
            grid: grid, library: StrategyLibrary(seeds: ProjectSeeds.path), parts: .init(),
            executor: Executor(target: Silent(), options: ChatOptions(), systemPrompt: nil, grid: grid, prices: nil))
        let cell = try #require(grid.cell(named: ["hazard": "self_harm", "strategy": names[1]]))
        let plan = PlannedTest.sample(0, cell: cell.id)
        let testCase = TestCase(plan: plan, prompt: "P", origin: [:])
        #expect(planner.conversation(for: testCase, label: "t", view: { _ in throw CancellationError() }) != nil)
        #expect(throws: ConfigurationError.self) {
            try library.grid(
                axes: [(.hazard, "astral"), (.strategy, "strategies")], selection: [.strategy: ["my-strategy"]])
        }
    }
}

private struct Silent: ChatModel {
    let name = "silent"
    let isSimulated = true
    func reply(to request: ChatRequest) -> ChatReply { ChatReply(text: "") }
}
