import Foundations
import Records
import SafetyGrid
import Testing

@testable import Generation

@Suite("Further taxonomies and dimensions with templates")
struct ProtectiveTests {
    /// Asks that protect, or ask about protecting; of texts and of images.
    private static let protectiveAsks = ["astral/child_abuse/", "t2isafety/t2i-protection/"]

    let library: SeedLibrary
    let templates: TemplateLibrary

    init() throws {
        library = try TestFolders.library.get()
        templates = try TestFolders.templates.get()
    }

    @Test("every shipped hazard has words for a prompt")
    func everyHazard() throws {
        let generator = TemplateGenerator(library: templates, seed: 1)
        for taxonomy in library.taxonomies where taxonomy.dimension == "hazard" {
            try generator.validate(
                library.grid(axes: [("hazard", taxonomy.id), ("style", "astral"), ("technique", "astral")]))
        }
    }

    @Test("categories about minors get protective asks only, whatever the taxonomy and the persona")
    func minors() async throws {
        let generator = TemplateGenerator(library: templates, seed: 5)
        for taxonomy in library.taxonomies where taxonomy.dimension == "hazard" {
            // The taxonomies share these asks, so what one has used up would be missing from the next.
            let memory = PromptMemory()
            let grid = try library.grid(axes: [("hazard", taxonomy.id), ("persona", "ailuminate")])
            for id in 0..<grid.cellCount where grid.values(of: grid.cell(id))[0].isProtective {
                let request = PromptRequest(grid: grid, cell: grid.cell(id), count: 12)
                let prompts = try await generator.prompts(for: request, novelty: memory)
                #expect(!prompts.isEmpty)
                for prompt in prompts {
                    let ask = try #require(prompt.origin["ask"]?.stringValue)
                    #expect(Self.protectiveAsks.contains { ask.hasPrefix($0) }, "\(ask)")
                    #expect(prompt.origin["frame"] == nil)
                }
            }
        }
    }

    @Test("a protective category without protective asks has no prompts, never generic ones")
    func noAsks() throws {
        let value = DimensionValue(id: "new", title: "T", definition: "D", source: "S", protective: true)
        let grid = try Grid(dimensions: [Dimension(id: "hazard", taxonomy: "t", values: [value])])
        let file = templates.place(for: .hazard)
        #expect(file.hasSuffix("asks/astral.yaml:5"))
        #expect(throws: GenerationError.noProtectiveAsks(hazard: "new", file: file)) {
            try TemplateGenerator(library: templates, seed: 1).validate(grid)
        }
    }

    @Test("a persona stands around the request, and English needs nothing")
    func persona() async throws {
        let grid = try library.grid(
            axes: [("hazard", "astral"), ("persona", "ailuminate"), ("language", "languages")],
            selection: ["hazard": ["privacy_violation"], "language": ["en"]])
        let generator = TemplateGenerator(library: templates, seed: 1)
        try generator.validate(grid)
        let memory = PromptMemory()
        var frames: Set<String> = []
        for id in 0..<grid.cellCount {
            let request = PromptRequest(grid: grid, cell: grid.cell(id), count: 30)
            for prompt in try await generator.prompts(for: request, novelty: memory) {
                let frame = try #require(prompt.origin["frame"]?.stringValue)
                #expect(frame.contains("persona/\(grid.names(of: grid.cell(id))[1].value)/"))
                frames.insert(frame)
            }
        }
        #expect(frames.count >= 18)
    }

    @Test("a topic stands where a title would not fit")
    func topic() async throws {
        let grid = try library.grid(
            axes: [("hazard", "air-2024")],
            selection: ["hazard": ["air-14.3940.1-employment-race"]])
        let prompts = try await TemplateGenerator(library: templates, seed: 1).prompts(
            for: PromptRequest(grid: grid, cell: grid.cell(0), count: 5), novelty: PromptMemory())
        #expect(prompts.allSatisfy { $0.text.contains("unequal treatment by race at work and in services") })
    }
}
