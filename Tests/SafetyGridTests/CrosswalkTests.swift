import Foundations
import SafetyGrid
import Testing

@Suite("Tiers and crosswalks")
struct CrosswalkTests {
    private static let tiered = """
        id: mine
        dimension: hazard
        title: Mine
        source: S
        groups:
          - {id: top, title: Top, definition: All of it.}
          - {id: mid, title: Middle, definition: Some of it., parent: top}
        values:
          - {id: a, title: A, definition: First., parent: mid}
          - {id: b, title: B, definition: Second., parent: top}
          - {id: c, title: C, definition: Third., codes: [x1], topic: thirds, protective: true, asks: a}
        """
    private static let flat = """
        id: other
        dimension: hazard
        title: Other
        source: S
        values:
          - {id: x, title: X, definition: One.}
          - {id: y, title: Y, definition: Two.}
        """
    private static func walk(_ map: String, basis: String = "own reading") -> String {
        "id: w\nfrom: mine\nto: other\nbasis: \(basis)\nsource: S\nmap: \(map)\n"
    }

    private func mapping(_ map: String, tier: Int? = nil) throws -> CategoryMapping {
        try CategoryMapping(
            from: Taxonomy(text: Self.tiered, file: "t"), to: Taxonomy(text: Self.flat, file: "o"), tier: tier,
            walks: [Crosswalk(text: Self.walk(map), file: "w")])
    }

    @Test("a value knows its groups, and a tier counts from the top")
    func tiers() throws {
        let taxonomy = try Taxonomy(text: Self.tiered, file: "t")
        let tiers = TaxonomyTiers(taxonomy)
        #expect(tiers.path(of: "a") == ["a", "mid", "top"])
        #expect(tiers.member(of: "a", tier: 1) == "top")
        #expect(tiers.member(of: "a", tier: 2) == "mid")
        #expect(tiers.member(of: "b", tier: 2) == "b")
        #expect(tiers.member(of: "c", tier: 1) == "c")
        #expect(tiers.title(of: "mid") == "Middle")
        let value = try #require(taxonomy.values.last)
        #expect(value.codes == ["x1"] && value.topic == "thirds" && value.isProtective && value.asks == "a")
    }

    @Test("the nearest group that is mapped speaks for a value, and an empty list for none")
    func nearest() throws {
        let mapping = try mapping("{top: [x], a: [y, x], c: []}")
        #expect(mapping.categories(of: "a") == ["y", "x"])
        #expect(mapping.categories(of: "b") == ["x"])
        #expect(mapping.categories(of: "c").isEmpty)
        #expect(mapping.categories.map(\.id) == ["x", "y"])
    }

    @Test("a crosswalk can be followed backwards, and a taxonomy into its own tiers")
    func directions() throws {
        let walk = try Crosswalk(text: Self.walk("{top: [x], c: [y]}"), file: "w")
        let (mine, other) = (try Taxonomy(text: Self.tiered, file: "t"), try Taxonomy(text: Self.flat, file: "o"))
        let back = try CategoryMapping(from: other, to: mine, tier: nil, walks: [walk])
        #expect(back.categories(of: "x") == ["a", "b"])
        #expect(back.categories(of: "y") == ["c"])
        let own = try CategoryMapping(from: mine, to: mine, tier: 1, walks: [])
        #expect(own.categories(of: "a") == ["top"])
        #expect(own.categories.map(\.id) == ["top", "c"])
        #expect(throws: ConfigurationError.self) { try CategoryMapping(from: mine, to: other, tier: nil, walks: []) }
    }

    @Test(
        "faulty crosswalks are errors with a line",
        arguments: [
            ("{nobody: [x]}", "own reading", "'nobody' is not in the taxonomy"),
            ("{a: [nothing]}", "own reading", "'nothing' is no category"),
            ("{a: [x]}", "hearsay", "unknown basis"), ("{}", "published", "map is empty"),
            ("{a: x}", "published", "expected a list"),
        ])
    func faults(map: String, basis: String, message: String) throws {
        let (mine, other) = (try Taxonomy(text: Self.tiered, file: "t"), try Taxonomy(text: Self.flat, file: "o"))
        let error = #expect(throws: ConfigurationError.self) {
            try Crosswalk(text: Self.walk(map, basis: basis), file: "w.yaml").check(from: mine, to: other)
        }
        #expect(error.map { "\($0)".contains(message) } == true, "\(String(describing: error))")
    }

    @Test(
        "faulty tiers are errors",
        arguments: [
            ("parent: nowhere", "no group above"), ("parent: mid", "no group above"),
            ("protective: maybe", "expected true or false"), ("severity: 0", "must be a number over 0"),
        ])
    func parents(member: String, message: String) throws {
        let text = """
            id: t
            dimension: hazard
            title: T
            source: S
            groups:
              - {id: top, title: T, definition: D.}
            values:
              - {id: a, title: A, definition: D., \(member)}
            """
        let error = #expect(throws: ConfigurationError.self) { try Taxonomy(text: text, file: "t.yaml") }
        #expect(error.map { "\($0)".contains(message) } == true)
    }
}
