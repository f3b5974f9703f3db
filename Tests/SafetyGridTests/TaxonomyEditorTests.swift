import Foundations
import SafetyGrid
import Testing

@Suite("Adding a value to a taxonomy")
struct TaxonomyEditorTests {
    private let value = DimensionValue(
        id: "new", title: "New: \"quoted\"", definition: "Line one.\nLine two \\ # no comment", source: "S",
        topic: "news", pages: ["https://example.org/a?b=c"])

    @Test("comments, order and layout stay; the value comes last and reads back as it was")
    func keeps() throws {
        let text = """
            # A comment at the top.
            id: house   # and here
            dimension: hazard
            title: House
            source: S
            values:
              # First of all.
              - id: a
                title: A
                definition: >
                  Folded
                  text.
              - {id: b, title: B, definition: Two.}

            # The end.
            """
        let result = try TaxonomyEditor.adding(value, to: text, file: "t")
        for line in text.split(separator: "\n") { #expect(result.contains(line)) }
        let values = try Taxonomy(text: result, file: "t").values
        #expect(values.map(\.id) == ["a", "b", "new"])
        #expect(values.last == value)
    }

    @Test("a file with the line ends of Windows keeps them")
    func lineEnds() throws {
        let fresh = TaxonomyEditor.taxonomy(
            id: "mine", title: "Mine", source: "us",
            value: DimensionValue(id: "a", title: "A", definition: "D.", source: "us"))
        let text = fresh.replacing("\n", with: "\r\n")
        let result = try TaxonomyEditor.adding(value, to: text, file: "t")
        #expect(result.hasPrefix(text) && !result.replacing("\r\n", with: "").contains("\n"))
        #expect(try Taxonomy(text: result, file: "t").values.map(\.id) == ["a", "new"])
    }

    @Test("lists without indentation and keys behind the list are kept apart")
    func layouts() throws {
        let text = "id: t\ndimension: hazard\nvalues:\n- id: a\n  title: A\n  definition: D.\ntitle: T\nsource: S\n"
        let taxonomy = try Taxonomy(text: TaxonomyEditor.adding(value, to: text, file: "t"), file: "t")
        #expect(taxonomy.values.map(\.id) == ["a", "new"])
        #expect(taxonomy.title == "T")
    }

    @Test(
        "what can't be added to is an error",
        arguments: [
            "id: t\ndimension: hazard\ntitle: T\nsource: S\nvalues: [{id: a, title: A, definition: D.}]\n",
            "id: t\ndimension: hazard\ntitle: T\nsource: S\nvalues:\n  - {id: new, title: A, definition: D.}\n",
            "not: a taxonomy\n",
        ])
    func faults(text: String) {
        #expect(throws: ConfigurationError.self) { try TaxonomyEditor.adding(value, to: text, file: "t") }
    }

    @Test("a taxonomy of its own reads back")
    func fresh() throws {
        let text = TaxonomyEditor.taxonomy(id: "mine", title: "Mine", source: "us", value: value)
        let taxonomy = try Taxonomy(text: text, file: "t")
        #expect(taxonomy.id == "mine" && taxonomy.dimension == "hazard" && taxonomy.values == [value])
    }
}
