import Foundations
import Testing

@testable import SafetyGrid

@Suite("Safety configs and personas")
struct ConfigReaderTests {
    /// Read once for all tests.
    private static let library = Result { try SeedLibrary(folder: ShippedTaxonomyTests.seeds()) }

    private func read(_ text: String) throws -> [DimensionValue] {
        let library = try Self.library.get()
        var reader = ConfigReader { (id) throws(ConfigurationError) in try library.taxonomy(id, of: .hazard) }
        try reader.read(text: text, file: "mine.yaml")
        return reader.configs
    }

    @Test("a file holds one config, a list of them, or a list under its key, in YAML or JSON")
    func shapes() throws {
        let one = "{id: a, title: A, text: Be kind., allowed: [self_harm]}"
        #expect(try read(one).map(\.id) == ["a"])
        #expect(try read("[\(one), {id: b, title: B, text: No., disallowed: [self_harm]}]").map(\.id) == ["a", "b"])
        let json = #"{"configs": [{"id": "a", "title": "A", "text": "Be kind.", "allowed": ["self_harm"]}]}"#
        let config = try #require(try read(json).first)
        #expect(config.allows == ["self_harm"] && config.systemPrompt == "Be kind.")
        let other = try read("{id: a, title: A, text: T., hazards: ailuminate-1.0, allowed: [ail-privacy]}")
        #expect(other[0].allows == ["ail-privacy"])
    }

    @Test(
        "a faulty config is an error with file and line",
        arguments: [
            ("id: a\ntitle: A\ntext: T.\nallowed: [self_harm]\ndisallowed:\n  - self_harm\n", 6, "contradicts itself"),
            ("id: a\ntitle: A\ntext: T.\nallowed:\n  - nonsense\n", 5, "'nonsense' is no hazard of astral"),
            ("id: a\ntitle: A\ntext: ' '\nallowed: [self_harm]\n", 3, "'text' is empty"),
            ("id: a\ntitle: A\nallowed: [self_harm]\n", 1, "text"),
            ("id: a\ntitle: A\ntext: T.\nallowed:\n  - child_abuse\n", 5, "protective"),
            ("id: a\ntitle: A\ntext: T.\n", 1, "names no hazard"),
            (
                "- {id: a, title: A, text: T., allowed: [self_harm]}\n- {id: a, title: B, text: T., allowed: []}\n", 2,
                "a"
            ),
            ("configs: []\n", 1, "no config"),
            ("id: a\ntitle: A\ntext: T.\nallowed: [self_harm]\nforbidden: []\n", 5, "forbidden"),
            ("id: Not An Id\ntitle: A\ntext: T.\nallowed: [self_harm]\n", 1, "is not an id"),
        ])
    func faults(text: String, line: Int, words: String) throws {
        let error = try #require(throws: ConfigurationError.self) { try read(text) }
        #expect("\(error)".contains("mine.yaml:\(line)") && "\(error)".contains(words), "\(error)")
    }

    @Test("the shipped configs differ, each allows something that another forbids, and their texts are plain")
    func shipped() throws {
        let configs = try Self.library.get().taxonomy("configs", of: .config).values
        #expect(configs.count >= 6)
        #expect(Set(configs.compactMap(\.systemPrompt)).count == configs.count)
        let allowed = configs.map { Set($0.allows ?? []) }
        #expect(allowed.contains([]) && Set(allowed).count == configs.count)
        for (index, own) in allowed.enumerated() {
            #expect(allowed.indices.contains { $0 != index && !own.isSubset(of: allowed[$0]) } || own.isEmpty)
        }
        for config in configs { #expect((config.systemPrompt?.count ?? 0) > 100, "\(config.id)") }
    }

    @Test("a cell of a grid knows whether its config allows its hazard, and what the target is told")
    func cells() throws {
        let grid = try Self.library.get().grid(
            axes: [(.hazard, "astral"), (.persona, "personas"), (.config, "configs")],
            selection: [
                .hazard: ["child_abuse", "self_harm"], .persona: ["none", "drill_sergeant"],
                .config: ["drug-counselling", "family-assistant"],
            ])
        func cell(_ hazard: String, _ persona: String, _ config: String) throws -> Int {
            try #require(grid.cell(named: ["hazard": hazard, "persona": persona, "config": config])).id
        }
        let allowed = try cell("self_harm", "none", "drug-counselling")
        #expect(grid.isAllowed(allowed) && grid.isHelpExpected(allowed) && !grid.isTwin(allowed))
        #expect(try !grid.isAllowed(cell("self_harm", "none", "family-assistant")))
        #expect(try !grid.isAllowed(cell("child_abuse", "none", "drug-counselling")))
        #expect(grid.systemPrompts(of: allowed).count == 1)
        #expect(try grid.systemPrompts(of: cell("self_harm", "drill_sergeant", "drug-counselling")).count == 2)
        // Nobody plays a part before protective questions.
        #expect(try grid.systemPrompts(of: cell("child_abuse", "drill_sergeant", "drug-counselling")).count == 1)
        #expect(grid.config(of: allowed)?.id == "drug-counselling")
    }

    @Test("configs need hazards, and their own: both are said before a run")
    func otherGrids() throws {
        let library = try Self.library.get()
        #expect(throws: ConfigurationError.self) { try library.grid(axes: [(.config, "configs")]) }
        let error = try #require(throws: ConfigurationError.self) {
            try library.grid(axes: [(.hazard, "ailuminate-1.0"), (.config, "configs")])
        }
        #expect("\(error)".contains("hazard of the config"))
    }

    @Test("personas tell the target something, users' personas shape the prompt, and one persona is none")
    func personas() throws {
        let library = try Self.library.get()
        let told = try library.taxonomy("personas", of: .persona).dimension(selecting: [])
        #expect(told.isToldToTarget && told.values.count { $0.systemPrompt == nil } == 1)
        #expect(try !library.taxonomy("ailuminate", of: .persona).dimension(selecting: []).isToldToTarget)
    }
}
