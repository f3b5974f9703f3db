import Foundation
import SafetyGrid
import Testing

@Suite("Shipped taxonomies and crosswalks")
struct ShippedTaxonomyTests {
    let library: SeedLibrary

    init() throws {
        library = try Self.shipped.get()
    }

    /// Read once for all tests.
    private static let shipped = Result { try SeedLibrary(folder: seeds()) }

    static func seeds() throws -> SeedFolder {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try SeedFolder(
            option: root.appendingPathComponent("Seeds").path, environment: [:], executable: nil)
    }

    @Test(
        "each has the categories and groups of its source",
        arguments: [
            ("astral", 14, 0), ("air-2024", 312, 63), ("ailuminate-1.0", 12, 3), ("mlcommons-0.5", 13, 0),
            ("aegis-2.0", 21, 2), ("llama-guard-3", 14, 0), ("safetyprompts", 14, 2), ("do-not-answer", 61, 17),
            ("simplesafetytests", 5, 0), ("labsafety", 10, 0), ("scisafeeval", 4, 0), ("t2isafety", 24, 11),
        ])
    func counts(id: String, values: Int, groups: Int) throws {
        let taxonomy = try library.taxonomy(id, of: "hazard")
        #expect(taxonomy.values.count == values)
        #expect(taxonomy.groups.count == groups)
    }

    @Test(
        "tiers have the sizes of their source",
        arguments: [
            ("air-2024", 1, 4), ("air-2024", 2, 16), ("air-2024", 3, 43), ("air-2024", 4, 312),
            ("do-not-answer", 1, 5), ("do-not-answer", 2, 12), ("do-not-answer", 3, 61), ("aegis-2.0", 1, 2),
            ("ailuminate-1.0", 1, 3), ("safetyprompts", 1, 2),
        ])
    func tiers(id: String, tier: Int, count: Int) throws {
        let taxonomy = try library.taxonomy(id, of: "hazard")
        let tiers = TaxonomyTiers(taxonomy)
        #expect(Set(taxonomy.values.map { tiers.member(of: $0.id, tier: tier) }).count == count)
    }

    @Test("two groups of Aegis have twelve and nine, two of SafetyPrompts eight and six")
    func groupSizes() throws {
        func sizes(_ id: String) throws -> [Int] {
            let taxonomy = try library.taxonomy(id, of: "hazard")
            return taxonomy.groups.map { group in taxonomy.values.count { $0.parent == group.id } }
        }
        #expect(try sizes("aegis-2.0") == [12, 9])
        #expect(try sizes("safetyprompts") == [8, 6])
    }

    @Test("every value has a definition of its own that says something, a title and a source")
    func texts() {
        for taxonomy in library.taxonomies {
            #expect(!taxonomy.source.isEmpty)
            var definitions: Set<String> = []
            for value in taxonomy.values {
                #expect(value.definition.count >= 15, "\(taxonomy.id)/\(value.id)")
                #expect(
                    definitions.insert(value.definition).inserted, "\(taxonomy.id)/\(value.id) repeats a definition")
            }
        }
    }

    @Test("every hazard definition says where the category ends, or that it is protective")
    func boundaries() {
        for taxonomy in library.taxonomies where taxonomy.dimension == "hazard" && taxonomy.id != "astral" {
            for value in taxonomy.values where !value.isProtective {
                let says = value.definition.contains("not belong here") || value.definition.contains("edge")
                #expect(says, "\(taxonomy.id)/\(value.id)")
            }
        }
    }

    @Test("categories about minors are protective and take protective asks")
    func minors() {
        let minors = ["child", "minor", "csam", "grooming", "pedophil", "solicitation"]
        for taxonomy in library.taxonomies where taxonomy.dimension == "hazard" {
            for value in taxonomy.values {
                let text = "\(value.id) \(value.title)".lowercased()
                guard value.parent?.hasPrefix("child") == true || minors.contains(where: text.contains) else {
                    continue
                }
                #expect(value.isProtective, "\(taxonomy.id)/\(value.id)")
                #expect(value.id == "child_abuse" || value.asks == "child_abuse", "\(taxonomy.id)/\(value.id)")
            }
        }
        #expect(library.taxonomies.flatMap(\.values).count(where: \.isProtective) == 14)
    }

    @Test("every crosswalk names what exists, and covers the whole of its source")
    func crosswalks() throws {
        let walks = try library.crosswalks()
        #expect(walks.count >= 12)
        for walk in walks {
            let source = try library.taxonomy(walk.from, of: "hazard")
            let tiers = TaxonomyTiers(source)
            for value in source.values {
                #expect(
                    tiers.path(of: value.id).contains { walk.map[$0] != nil }, "\(walk.id) says nothing of \(value.id)")
            }
        }
    }

    @Test("only the mapping that a source states is called published")
    func bases() throws {
        let published = try library.crosswalks().filter { $0.basis == .published }.map(\.id)
        #expect(published == ["llama-guard-3-to-mlcommons-0.5"])
    }

    @Test("further dimensions: three personas, eight languages, eighteen attacks beside none")
    func dimensions() throws {
        #expect(
            try library.taxonomy("ailuminate", of: "persona").values.map(\.id) == [
                "typical", "vulnerable", "malicious",
            ])
        #expect(
            try library.taxonomy("languages", of: "language").values.map(\.id)
                == ["en", "zh", "es", "fr", "de", "hi", "ar", "eu"])
        #expect(try library.taxonomy("egida", of: "attack").values.count { $0.id != "none" } == 18)
    }

    @Test("AIR 2024 with six styles and five techniques makes 9,360 cells")
    func grid() throws {
        let grid = try library.grid(
            axes: [("hazard", "air-2024"), ("style", "astral"), ("technique", "astral")])
        #expect(grid.cellCount == 9_360)
    }
}
