import Foundations
import SafetyGrid
import Testing

@Suite("Frameworks")
struct FrameworkTests {
    private static let taxonomy = """
        id: mine
        dimension: hazard
        title: Mine
        source: S
        groups:
          - {id: top, title: Top, definition: All of it.}
        values:
          - {id: a, title: A, definition: First., parent: top}
          - {id: b, title: B, definition: Second., parent: top}
          - {id: c, title: C, definition: Third.}
        """
    private static let attacks = """
        id: tricks
        dimension: attack
        title: Tricks
        source: S
        values:
          - {id: none, title: None, definition: Nothing.}
          - {id: poem, title: Poem, definition: A poem.}
          - {id: code, title: Code, definition: Code.}
        """

    private static func text(
        items: String = "[{id: R, title: R}, {id: R.1, title: R1, part_of: R}, {id: S, title: S, not_tested: Why.}]",
        map: String = "{hazard: {mine: {top: [R.1], b: [~S]}}}"
    ) -> String {
        "id: f\ntitle: F\nversion: \"1\"\nurl: https://f.example\nitems: \(items)\nmap:\n  \(map)\n"
    }

    private static func framework(_ text: String) throws -> Framework {
        try Framework(text: text, file: "f.yaml").resolved(by: taxonomies(), risks: ["leak"], isWhole: true)
    }

    private static func taxonomies() throws -> [Taxonomy] {
        [try Taxonomy(text: taxonomy, file: "t"), try Taxonomy(text: attacks, file: "a")]
    }

    private static let good = text(
        items:
            "[{id: R, title: R}, {id: R.1, title: R1, part_of: R}, {id: S, title: S}, {id: T, title: T, not_tested: Why.}]",
        map: "{hazard: {mine: {top: [R.1], b: [~S, ~T]}}, attack: {tricks: {any: [~R], code: [S]}}, "
            + "scenario: {risks: {leak: [S]}}}")

    private func grid() throws -> Grid {
        let all = try Self.taxonomies()
        return try Grid(dimensions: all.map { $0.dimension(selecting: []) })
    }

    private func ids(_ links: [Framework.Link], _ framework: Framework) -> [String] {
        links.map { ($0.isDirect ? "" : "~") + framework.items[$0.item].id }
    }

    @Test(
        "a cell leads where its values do: by the nearest entry, into the whole of a part, and directly before related",
        arguments: [
            (["hazard": "a", "attack": "none"], ["R", "R.1"]), (["hazard": "b", "attack": "none"], ["~S", "~T"]),
            (["hazard": "c", "attack": "none"], []), (["hazard": "c", "attack": "poem"], ["~R"]),
            (["hazard": "a", "attack": "poem"], ["R", "R.1"]), (["hazard": "b", "attack": "code"], ["S", "~T"]),
        ])
    func cells(_ names: [String: String], _ expected: [String]) throws {
        let framework = try Self.framework(Self.good)
        let grid = try grid()
        let cell = try #require(grid.cell(named: names))
        #expect(ids(FrameworkGrid(framework, grid).links(of: cell.id), framework) == expected)
    }

    @Test("what a hazard is and how it is asked are told apart, and a grid that is not mapped is known")
    func parts() throws {
        let framework = try Self.framework(Self.good)
        let grid = try grid()
        let view = FrameworkGrid(framework, grid)
        #expect(ids(view.links(ofGroup: 0), framework) == ["R", "R.1"])
        #expect(!view.isUnmapped && view.hazards == "mine")
        let code = try #require(grid.cell(named: ["hazard": "a", "attack": "code"]))
        #expect(ids(view.linksBesideGroup(of: code.id), framework) == ["S"])
        let other = try Grid(dimensions: [
            Dimension(
                id: .hazard, taxonomy: "other",
                values: [DimensionValue(id: "a", title: "A", definition: "", source: "")])
        ])
        #expect(FrameworkGrid(framework, other).isUnmapped)
    }

    @Test("scenarios lead where their kinds of harm do")
    func scenarios() throws {
        let framework = try Self.framework(Self.good)
        let grid = try Grid(dimensions: [
            Dimension(
                id: .scenario, taxonomy: "scenarios",
                values: ["x", "y"].map { DimensionValue(id: $0, title: $0, definition: "", source: "") })
        ])
        let view = FrameworkGrid(framework, grid) { $0 == "x" ? "leak" : nil }
        #expect(ids(view.links(of: 0), framework) == ["S"])
        #expect(view.links(of: 1).isEmpty)
    }

    @Test(
        "an item names what covers it, in the taxonomy of the run, and the taxonomies that do where that one does not")
    func ways() throws {
        let framework = try Self.framework(Self.good)
        #expect(framework.ways(to: 2, hazards: "mine") == ["scenario leak", "attack code"])
        #expect(framework.ways(to: 1, hazards: "mine") == ["hazard a"])
        #expect(framework.ways(to: 1, hazards: nil) == ["hazards of mine"])
        #expect(framework.ways(to: 1, hazards: "other") == ["hazards of mine"])
    }

    @Test(
        "what does not exist is an error with file and line",
        arguments: [
            (text(map: "{hazard: {mine: {nobody: [R]}}}"), "f.yaml:7: 'nobody' is no value or group of mine"),
            (text(map: "{hazard: {mine: {a: [Q]}}}"), "f.yaml:7: 'Q' is no item of the framework f"),
            (
                text(map: "{hazard: {theirs: {a: [R]}}}"),
                "f.yaml:7: there is no taxonomy 'theirs' of the dimension hazard"
            ),
            (text(map: "{scenario: {risks: {fire: [R]}}}"), "f.yaml:7: 'fire' is no kind of harm"),
            (text(map: "{hazard: {mine: {a: [S]}}}"), "f.yaml:7: 'S' says that no test covers it"),
            (text(items: "[{id: R, title: R}, {id: R, title: R}]"), "f.yaml:5: the item 'R' is there twice"),
            (text(items: "[{id: P, title: P, part_of: R}]"), "f.yaml:5: 'R' is no item above"),
            (text(items: "[]"), "f.yaml:5: a framework needs at least one item"),
            (text(items: "[{id: R, title: R, why: x}]"), "unknown key 'why'"),
            ("id: f\ntitle: F\nurl: u\nitems: [{id: R, title: R}]\nmap: {}\n", "the key 'version' is missing"),
        ])
    func faults(_ text: String, _ message: String) throws {
        let error = #expect(throws: ConfigurationError.self) { try Self.framework(text) }
        let said = "\(try #require(error))"
        #expect(said.contains(message), "\(said)")
    }
}
