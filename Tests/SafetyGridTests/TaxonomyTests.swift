import Foundations
import Testing

@testable import SafetyGrid

@Suite("Taxonomy")
struct TaxonomyTests {
    private static let head = "id: t\ndimension: hazard\ntitle: T\nsource: S\n"

    @Test("reads the values in the order of the file; a value may name a source of its own")
    func values() throws {
        let text =
            Self.head + """
                values:
                  - {id: b, title: " B ", definition: Second., source: Elsewhere}
                  - {id: a, title: A, definition: First.}
                """
        let taxonomy = try Taxonomy(text: text, file: "t.yaml")
        #expect(taxonomy.values.map(\.id) == ["b", "a"])
        #expect(taxonomy.values.map(\.title) == ["B", "A"])
        #expect(taxonomy.values.map(\.source) == ["Elsewhere", "S"])
        #expect(taxonomy.dimension(selecting: []) == Dimension(id: "hazard", taxonomy: "t", values: taxonomy.values))
    }

    @Test("an optional value is in a dimension only when it is selected, behind the others")
    func optional() throws {
        let text =
            Self.head + """
                values:
                  - {id: z, title: Z, definition: Only on request., optional: true}
                  - {id: a, title: A, definition: First.}
                """
        let taxonomy = try Taxonomy(text: text, file: "t.yaml")
        #expect(taxonomy.values.map(\.id) == ["a"])
        #expect(taxonomy.dimension(selecting: ["z"]).values.map(\.id) == ["a", "z"])
        #expect(taxonomy.dimension(selecting: ["y"]).values.map(\.id) == ["a"])
    }

    @Test(
        "a fault is reported with file and line",
        arguments: [
            (head + "values: []", "t.yaml:5: a taxonomy needs at least one value that is not optional"),
            (
                head + "values:\n  - {id: a, title: A, definition: D, optional: true}",
                "t.yaml:6: a taxonomy needs at least one value that is not optional"
            ),
            (head + "values:\n  - {id: a, title: A}", "t.yaml:6: the key 'definition' is missing"),
            (head + "values:\n  - {id: a, title: A, definition: ' '}", "t.yaml:6: 'definition' is empty"),
            (
                head + "values:\n  - {id: a, title: A, definition: D}\n  - {id: a, title: A, definition: D}",
                "t.yaml:7: the id 'a' is already used at t.yaml:6; ids must be unique"
            ),
            (
                head + "values:\n  - id: a\n    name: A",
                "t.yaml:7: unknown key 'name'; allowed here: asks, codes, definition, id, optional, pages, parent, "
                    + "protective, severity, source, system_prompt, title, topic"
            ),
            (
                head + "value: []",
                "t.yaml:5: unknown key 'value' (did you mean 'values'?); allowed here: dimension, groups, id, source, title, values"
            ),
            (
                head + "values:\n  - {id: Ab c, title: A, definition: D}",
                "t.yaml:6: 'Ab c' is not an id: use lower-case letters, digits, '_', '-' and '.'"
            ),
            (head + "values: none", "t.yaml:5: expected a list for 'values', such as [a, b]"),
            ("[]", "t.yaml:1: expected a mapping (key: value)"),
            ("", "t.yaml: the file is empty"),
            ("id: t\ndimension: hazard\nsource: S\nvalues: [a]", "t.yaml:1: the key 'title' is missing"),
        ])
    func fault(text: String, message: String) throws {
        let error = try #require(throws: ConfigurationError.self) { try Taxonomy(text: text, file: "t.yaml") }
        #expect(error.description == message)
    }

    @Test("broken YAML is a syntax error at its line")
    func syntax() throws {
        let error = try #require(throws: ConfigurationError.self) {
            try Taxonomy(text: "id: t\nvalues: [a\nb: c", file: "t.yaml")
        }
        guard case .syntax(let place, _) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(place.file == "t.yaml")
        #expect(place.line == 3)
    }

    @Test("a key used twice is a syntax error")
    func repeatedKey() throws {
        let error = try #require(throws: ConfigurationError.self) { try Taxonomy(text: "id: t\nid: u", file: "t.yaml") }
        #expect(error.description.contains("key used twice: id"))
    }
}
