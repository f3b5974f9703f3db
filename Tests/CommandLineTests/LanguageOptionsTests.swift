import ArgumentParser
import Foundations
import SafetyGrid
import TestSupport
import Testing
import Workflows

@testable import Settings
@testable import sextant

@Suite("options of languages")
struct LanguageOptionsTests {
    private func configuration(_ arguments: [String]) throws -> RunConfiguration {
        try RunConfiguration(RunOptions<RunCommand>.parse(arguments + ["--seeds", ProjectSeeds.path]))
    }

    @Test(
        "languages make the dimension where the axes do not, and choose among its values",
        arguments: [
            ([], ["hazard", "style", "technique", "language"]),
            (["--axes", "hazard=astral"], ["hazard", "language"]),
            (["--axes", "language=languages,hazard=astral"], ["language", "hazard"]),
        ])
    func axes(arguments: [String], dimensions: [String]) throws {
        let configuration = try configuration(arguments + ["--languages", "en, zh"])
        #expect(configuration.axes.map(\.dimension.rawValue) == dimensions)
        #expect(configuration.selection[.language] == ["en", "zh"])
        let grid = try RunPreparation(configuration).grid
        #expect(grid.dimensions.first { $0.id == .language }?.values.map(\.id) == ["en", "zh"])
    }

    @Test("the file's key does the same, scenarios have no languages, and without any there is no such dimension")
    func others() throws {
        let file = try ConfigurationFile(text: "languages: [zh]", file: "sextant.yaml")
        #expect(file.selection[.language] == ["zh"])
        #expect(GridChoice.axes([], withLanguagesOf: file.selection).count == 4)
        #expect(try configuration([]).axes.isEmpty)
        let error = try #require(throws: UsageError.self) {
            try configuration(["--scenarios", "all", "--languages", "zh"])
        }
        #expect("\(error)".contains("--languages are for prompts"))
    }
}
