import ArgumentParser
import Foundation
import Records
import SafetyGrid
import TestSupport
import Testing
import Workflows

@testable import sextant

@Suite("options of runs of an application")
struct ApplicationOptionsTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try Data("You are the desk of a shoe shop.\n".utf8).write(to: URL(fileURLWithPath: folder("desk.txt")))
    }

    private func configuration(_ more: String = "", _ arguments: [String] = []) throws -> RunConfiguration {
        let text =
            "application: {purpose: help with orders, system-prompt: desk.txt, never: [promise a refund]}\n\(more)"
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder("sextant.yaml")))
        return try RunConfiguration(
            RunOptions<RunCommand>.parse(
                ["--config", folder("sextant.yaml"), "--seeds", ProjectSeeds.path] + arguments))
    }

    @Test("its hazards are the axis, unless hazards, axes, items or scenarios are named")
    func axes() throws {
        #expect(try configuration().axes.map(\.taxonomy) == ["application", "astral", "astral"])
        #expect(try configuration("axes: {hazard: air-2024}\n").axes.map(\.taxonomy) == ["air-2024"])
        for arguments in [["--hazards", "self_harm"], ["--items", "labsafety"], ["--scenarios", "bank"]] {
            #expect(try configuration("", arguments).axes.contains { $0.taxonomy == "application" } == false)
        }
        let led = try configuration("", ["--strategies", "direct,persistence"])
        #expect(led.axes.map(\.taxonomy) == ["application", "astral", "astral", "strategies"])
        let own = try configuration(
            "axes: {hazard: application, style: astral}\n", ["--hazards", "never-promise-a-refund"])
        #expect(try RunPreparation(own).grid.hazards?.values.map(\.id) == ["never-promise-a-refund"])
    }

    @Test("a model is told the system prompt, an application over HTTP tells it itself; its leak is looked for in both")
    func systemPrompt() throws {
        let model = try configuration().request
        #expect(model.target.systemPrompt == "You are the desk of a shoe shop.")
        #expect(model.oracle.secretPrompt == model.target.systemPrompt)
        let outside = try configuration("target: process/./desk\n").request
        #expect(outside.target.systemPrompt == nil && outside.oracle.secretPrompt != nil)
        let own = try configuration("", ["--system-prompt", "Another."]).request
        #expect(own.target.systemPrompt == "Another.")
    }

    @Test(
        "options that do not go together are told",
        arguments: [
            (["--from-policy", "p.md", "--id", "x"], "--id describes one hazard"),
            (
                ["--yes", "--id", "x", "--title", "t", "--definition", "d"],
                "are for --from-policy and --from-application"
            ),
            (["--from-policy", "p.md", "--from-application"], "are two sources; name one"),
            (["--id", "x"], "a hazard needs --title, --definition"),
        ])
    func faults(_ arguments: [String], _ message: String) throws {
        let error = #expect(throws: (any Error).self) { try HazardCommand.Add.parse(arguments) }
        #expect(HazardCommand.Add.message(for: try #require(error)).contains(message))
    }
}
