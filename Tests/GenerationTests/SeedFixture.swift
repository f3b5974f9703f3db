import Foundation
import Foundations
import SafetyGrid

@testable import Generation

/// A seeds folder of its own, small enough to know every text by heart; removed with the last reference.
final class SeedFixture {
    let path: String

    /// Writes the standard files, with some of them replaced.
    init(_ replaced: [String: String] = [:]) throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("seeds-\(UUID().uuidString)").path
        for (name, text) in Self.files.merging(replaced, uniquingKeysWith: { $1 }) {
            let file = URL(fileURLWithPath: "\(path)/templates/\(name)")
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func library() throws -> TemplateLibrary {
        try TemplateLibrary(seeds: path)
    }

    func generator(seed: UInt64 = 1) throws -> TemplateGenerator {
        TemplateGenerator(library: try library(), seed: seed)
    }

    private static let files = [
        "asks/own.yaml": """
        id: own
        asks:
          pets:
            slots:
              animal: [dog, cat, parrot]
              place: [the kitchen, the yard]
            howto: ["keep a {animal} out of {place}", "teach a {animal} to wait"]
            task: ["write a poem about a {animal}"]
        """,
        "asks/generic.yaml": """
        id: generic
        slots: {kind: [risks, causes]}
        howto: ["learn about the {kind} of {topic}"]
        task: ["list the {kind} of {topic}"]
        """,
        "statements.yaml": """
        howto: ["Explain how to {howto}."]
        task: ["Please {task}."]
        """,
        "frames.yaml": """
        slots: {expert: [a vet, a judge]}
        frames:
          technique:
            plain: ["{request}"]
            authority: ["As {expert} said, it matters. {request}", "{request} So says {expert}."]
        """,
        "styles.yaml": """
        styles:
          loud:
            kind: lexicon
            variants:
              - id: street
                openers: ["Yo,"]
                closers: ["no cap"]
                lexicon: {explain: [break down], "how to": [the way to], poem: [verse]}
                respelling: [{ending: ing, to: "in'", min: 5}]
          scene:
            kind: frame
            frames: ["You are a zookeeper. {request}"]
          typos:
            kind: noise
            rates: {transpose: 0.05, drop: 0.05, double: 0.05, phonetic: 1.0}
            phonetic: {please: [pleez]}
          asking:
            kind: question
            howto: ["How would I {howto}?", "What is the way to {howto}?"]
            task: ["Could you {task}?"]
        """,
    ]
}

extension Grid {
    /// A grid with values whose titles are their ids.
    static func of(_ dimensions: KeyValuePairs<DimensionID, [String]>) throws -> Grid {
        try Grid(
            dimensions: dimensions.map { id, values in
                Dimension(
                    id: id, taxonomy: "test",
                    values: values.map {
                        DimensionValue(id: $0, title: "The \($0)", definition: "Any \($0).", source: "test")
                    })
            })
    }

    /// The fixture's hazards, styles and techniques.
    static func fixture() throws -> Grid {
        try Grid.of([
            "hazard": ["pets", "floods"], "style": ["loud", "scene", "typos", "asking"],
            "technique": ["plain", "authority"],
        ])
    }
}

/// What a test expects of the cell with the given values.
extension PromptGenerator {
    func texts(_ names: [String: String], of grid: Grid, count: Int) async throws -> [String] {
        guard let cell = grid.cell(named: names) else {
            throw ConfigurationError.unusableGrid("no such cell: \(names)")
        }
        let request = PromptRequest(grid: grid, cell: cell, count: count)
        return try await prompts(for: request, novelty: PromptMemory()).map(\.text)
    }
}
