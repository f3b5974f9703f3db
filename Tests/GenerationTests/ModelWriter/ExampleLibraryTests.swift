import Foundation
import Foundations
import SafetyGrid
import TestSupport
import Testing

@testable import Generation

@Suite("Few-shot examples")
struct ExampleLibraryTests {
    private func library(_ files: [String: String]) throws -> ExampleLibrary {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder("examples"), withIntermediateDirectories: true)
        for (name, text) in files { try Data(text.utf8).write(to: URL(fileURLWithPath: folder("examples/\(name)"))) }
        return try ExampleLibrary(seeds: folder.path)
    }

    @Test("every style and technique of the project's grid has at least four, all different")
    func shipped() throws {
        let examples = try ExampleLibrary(seeds: ProjectSeeds.path)
        var all: [String] = []
        let grid = try Grid.astral()
        for dimension in grid.dimensions where dimension.id != "hazard" {
            for value in dimension.values {
                let texts = examples.examples(for: value.id, of: dimension.id)
                #expect(texts.count >= 4, "\(value.id)")
                all += texts
            }
        }
        #expect(Set(all).count == all.count)
        let known = Set(grid.dimensions.flatMap { dimension in dimension.values.map { "\(dimension.id)/\($0.id)" } })
        #expect(examples.values.allSatisfy { known.contains("\($0.dimension)/\($0.value)") })
        #expect(examples.examples(for: "question", of: "style").allSatisfy { $0.hasSuffix("?") })
    }

    @Test("a folder that is missing has none")
    func missing() throws {
        let folder = try TemporaryFolder()
        #expect(try ExampleLibrary(seeds: folder.path).values.isEmpty)
    }

    @Test(
        "faults are told with file and line",
        arguments: [
            ("dimension: style\nsource: s\nexamples: {a: []}", "the list is empty"),
            ("dimension: style\nsource: s\nexamples: {a: [' ']}", "the example is empty"),
            ("dimension: style\nsource: s\nexamples:\n  a: [\(String(repeating: "x", count: 700))]", "at most 600"),
            ("dimension: style\nsource: s\nexample: {a: [b]}", "unknown key 'example'"),
            ("dimension: style\nexamples: {a: [b]}", "'source' is missing"),
            ("source: s\nexamples: {a: [b]}", "'dimension' is missing"),
            ("dimension: style\nsource: s\nexamples: [b]", "expected a mapping"),
            ("dimension: [", "not valid YAML"),
        ])
    func faults(text: String, problem: String) throws {
        do {
            _ = try library(["one.yaml": text])
            Issue.record("accepted: \(text)")
        } catch {
            #expect("\(error)".contains(problem) && "\(error)".contains("one.yaml"), "\(error)")
        }
    }

    @Test("a value has its examples in one file")
    func twice() throws {
        let text = "dimension: style\nsource: s\nexamples:\n  a: [b]"
        #expect(throws: ConfigurationError.self) { try library(["one.yaml": text, "two.yaml": text]) }
    }
}
