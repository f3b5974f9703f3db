import Foundation
import Foundations
import Records
import SafetyGrid
import Testing

@testable import Generation

/// Packs as a person may write them, with their faults.
@Suite("Language packs")
struct LanguagePackTests {
    private static let pack = [
        "pack.yaml": "language: zh\ntitle: Chinese\nsource: test\nspaces: false\nstop: 。\ncomma: ，",
        "asks/zh.yaml": """
        id: zh
        asks:
          pets:
            slots: {animal: [猫, 狗]}
            howto: ["让{animal}听话"]
            task: ["写一首关于{animal}的诗"]
        """,
        "statements.yaml": "howto: [\"告诉我怎么{howto}\"]\ntask: [\"请{task}\"]",
        "frames.yaml": "frames:\n  technique:\n    plain: [\"{request}\"]\n    authority: [\"法官说过这很重要。{request}\"]",
        "styles.yaml": """
        styles:
          loud:
            kind: lexicon
            variants: [{id: street, openers: [哥们，], closers: [谢了], lexicon: {告诉我: [跟我唠唠], 请: [麻溜儿]}}]
          typos: {kind: none, reason: "no spelling"}
          asking: {kind: question, howto: ["怎么{howto}？"], task: ["能{task}吗？"]}
        """,
    ]

    private static func fixture(_ replaced: [String: String] = [:]) throws -> SeedFixture {
        var files: [String: String] = [:]
        for (name, text) in pack.merging(replaced, uniquingKeysWith: { $1 }) {
            files["../languages/zh/\(name)"] = text
        }
        return try SeedFixture(files)
    }

    private static func generator(
        _ dimensions: KeyValuePairs<DimensionID, [String]>, _ fixture: SeedFixture
    ) throws -> (any PromptGenerator, Grid) {
        let grid = try Grid.of(dimensions)
        return (try GeneratorRegistry.generator("template", grid: grid, seeds: fixture.path, seed: 1), grid)
    }

    @Test("asks go with the language they are written in, frames of one number with all languages that have it")
    func parts() async throws {
        let fixture = try Self.fixture()
        let (generator, grid) = try Self.generator(
            ["hazard": ["pets"], "style": ["loud"], "technique": ["authority"], "language": ["en", "zh"]], fixture)
        let parts = try #require(generator.parts(of: grid)).parts
        #expect(parts.map(\.name) == ["ask", "frame", "statement"])
        let asks = try #require(parts[0].conditions["language"])
        #expect(asks["own/pets/howto/0"] == ["en"] && asks["zh/pets/howto/0"] == ["zh"])
        #expect(Set(parts[0].values.joined()) == Set(asks.keys))
        let frames = try #require(parts[1].conditions["language"])
        #expect(frames["technique/authority/0"] == nil && frames["technique/authority/1"] == ["en"])
        let kinds = try #require(parts[2].conditions["ask"])
        #expect(kinds["statement/task/0"]?.contains("zh/pets/task/0") == true)
        #expect(kinds["statement/task/0"]?.contains("own/pets/task/0") == true)
        let names = ["hazard": "pets", "style": "loud", "technique": "authority", "language": "zh"]
        let cell = try #require(grid.cell(named: names))
        let chosen = ChosenParts(["ask": "zh/pets/task/0", "frame": "technique/authority/0"])
        let request = PromptRequest(grid: grid, cell: cell, count: 1, parts: chosen)
        let prompt = try #require(try await generator.prompts(for: request, novelty: PromptMemory()).first)
        #expect(prompt.origin["ask"] == .string("zh/pets/task/0") && prompt.text.contains("诗"))
    }

    @Test("a cell is written in its language, without blanks where the language has none")
    func languages() async throws {
        let fixture = try Self.fixture()
        let (generator, grid) = try Self.generator(
            ["hazard": ["pets"], "style": ["loud"], "technique": ["authority"], "language": ["en", "zh"]], fixture)
        var names = ["hazard": "pets", "style": "loud", "technique": "authority", "language": "en"]
        let english = try await generator.texts(names, of: grid, count: 4)
        #expect(english.count == 4 && english.allSatisfy { $0.unicodeScalars.allSatisfy(\.isASCII) })
        names["language"] = "zh"
        let chinese = try await generator.texts(names, of: grid, count: 4)
        #expect(chinese.count == 4 && chinese.allSatisfy { !$0.contains(" ") && $0.hasSuffix("。") })
        #expect(chinese.allSatisfy { $0.hasPrefix("哥们，法官") || $0.hasSuffix("，谢了。") }, "\(chinese)")
        #expect(chinese.allSatisfy { $0.contains("跟我唠唠") || $0.contains("麻溜儿") }, "\(chinese)")
        #expect(Set(chinese.map { $0.contains("猫") || $0.contains("狗") }) == [true])
    }

    @Test("what a pack lacks is an error at the start, with its place")
    func lacks() throws {
        let fixture = try Self.fixture()
        let zh = "\(fixture.path)/languages/zh"
        let cases: [(KeyValuePairs<DimensionID, [String]>, String)] = [
            (["hazard": ["pets", "floods"], "language": ["en", "zh"]], "the hazard 'floods'"),
            (["hazard": ["pets", "floods"], "language": ["en", "zh"]], "add some to \(zh)/asks/zh.yaml:3"),
            (["hazard": ["pets"], "technique": ["odd"], "language": ["zh"]], "add it to \(zh)/frames.yaml:3"),
            (["hazard": ["pets"], "persona": ["nurse"], "language": ["zh"]], "add it to \(zh)/frames.yaml:2"),
            (["hazard": ["pets"], "style": ["scene"], "language": ["zh"]], "add it to \(zh)/styles.yaml:2"),
            (["hazard": ["pets"], "style": ["typos"], "language": ["zh"]], "no style 'typos': no spelling"),
            (["hazard": ["pets"], "language": ["en", "fr"]], "'fr'; there are packs for en, zh: choose with --lang"),
            (["hazard": ["pets"], "language": ["fr"]], "--generator provider/model"),
        ]
        for (dimensions, message) in cases {
            let error = try #require(throws: GenerationError.self) { try Self.generator(dimensions, fixture) }
            #expect(error.description.contains(message), "\(error)")
        }
    }

    @Test(
        "a faulty pack is an error with file and line",
        arguments: [
            ("asks/zh.yaml", "id: zh\nasks:\n  pets:\n    howto: [\"让{animal}听话\"]", ":4: undefined slot '{animal}'"),
            ("asks/zh.yaml", "id: zh\nasks:\n  pets: {}", ":3: no asks here"),
            ("frames.yaml", "frames:\n  technique:\n    plain: []", ":3: the list is empty"),
            ("styles.yaml", "styles:\n  typos:\n    kind: none", ":3: the key 'reason' is missing"),
            ("pack.yaml", "language: es", ":1: the folder 'zh' is for the language 'zh'"),
            ("pack.yaml", "language: zh\nblanks: false", ":2: unknown key 'blanks'"),
            ("statements.yaml", "task: [\"请{task}\"]", ":1: the key 'howto' is missing"),
        ])
    func faults(file: String, text: String, message: String) throws {
        let fixture = try Self.fixture([file: text])
        let error = try #require(throws: ConfigurationError.self) {
            try Self.generator(["hazard": ["pets"], "language": ["zh"]], fixture)
        }
        #expect(error.description.hasPrefix("\(fixture.path)/languages/zh/\(file)\(message)"), "\(error)")
    }

    @Test("a pack that nobody asks for is not read")
    func unread() throws {
        let fixture = try Self.fixture(["pack.yaml": "language: es"])
        _ = try Self.generator(["hazard": ["pets"], "language": ["en"]], fixture)
    }
}
