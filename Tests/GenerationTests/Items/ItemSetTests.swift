import Foundations
import Records
import TestSupport
import Testing

@Suite("Sets of items")
struct ItemSetTests {
    @Test(
        "the shipped sets have their items, each category some, and texts of one line",
        arguments: [("labsafety", 60, "en"), ("chemsafety", 40, "en"), ("risks-zh", 40, "zh")])
    func shipped(name: String, least: Int, language: String) throws {
        let set = try ItemSet(name: name, seeds: ProjectSeeds.path)
        #expect(set.id == name && set.language == language && set.items.count >= least)
        #expect(Set(set.items.map(\.category)) == Set(set.categories.map(\.id)))
        #expect(Set(set.items.map(\.question)).count == set.items.count)
        for item in set.items { #expect(!item.question.contains("\n")) }
    }

    private static let head = "id: s\ntitle: S\nsource: T\ncategories: {c: C}\nitems:\n"

    @Test(
        "reads every kind of solution",
        arguments: [
            ("right: x, wrong: [y, z]", ItemSolution.choice(options: ["x", "y", "z"], right: [0])),
            ("right: [x, y], wrong: z", .choice(options: ["x", "y", "z"], right: [0, 1])),
            ("number: 5", .number(5, tolerance: 0.05)), ("number: -5, tolerance: 1", .number(-5, tolerance: 1)),
            ("number: 0, tolerance: 0.1", .number(0, tolerance: 0.1)), ("exact: [a, b]", .exact(["a", "b"])),
            ("pattern: 'a+'", .pattern("a+")),
        ])
    func kinds(text: String, solution: ItemSolution) throws {
        let set = try ItemSet(
            text: Self.head + "  - {id: i, category: c, question: Q, \(text)}\n", file: "s.yaml")
        #expect(set.items.map(\.solution) == [solution])
    }

    @Test(
        "a fault is reported with file and line",
        arguments: [
            ("right: x, wrong: []", "the item has 1 options"), ("right: x, wrong: [X]", "'X' stands twice"),
            ("right: [], wrong: [x, y]", "no option is right"), ("right: [x, y], wrong: []", "every option is right"),
            ("right: x, wrong: ['', y]", "an option is empty"), ("number: 0", "needs a tolerance of its own"),
            ("number: 5, tolerance: -1", "no number"), ("pattern: '('", "no regular expression"),
            ("right: x, wrong: [y], number: 5", "one solution"), ("exact: ['']", "no solution"),
            ("note: x", "unknown key 'note'"),
        ])
    func faults(text: String, part: String) throws {
        let error = try #require(throws: ConfigurationError.self) {
            try ItemSet(text: Self.head + "  - {id: i, category: c, question: Q, \(text)}\n", file: "s.yaml")
        }
        #expect(error.description.contains(part) && error.description.contains("s.yaml:6"), "\(error)")
    }

    @Test("an unknown category, an id twice, no item and an unknown set are errors")
    func outside() throws {
        let cases = [
            (Self.head + "  - {id: i, category: d, question: Q, number: 1}", "no category 'd'"),
            (
                Self.head
                    + "  - {id: i, category: c, question: Q, number: 1}\n  - {id: i, category: c, question: R, number: 1}",
                "already used"
            ), ("id: s\ntitle: S\nsource: T\ncategories: {c: C}\nitems: []", "at least one item"),
        ]
        for (text, part) in cases {
            let error = try #require(throws: ConfigurationError.self) { try ItemSet(text: text, file: "s.yaml") }
            #expect(error.description.contains(part), "\(error)")
        }
        let error = try #require(throws: ConfigurationError.self) {
            try ItemSet(name: "mystery", seeds: ProjectSeeds.path)
        }
        #expect(error.description.contains("chemsafety, labsafety, risks-zh"), "\(error)")
    }

    @Test(
        "chance is that of one letter, or of any set of letters",
        arguments: [
            (ItemSolution.choice(options: ["a", "b", "c", "d"], right: [0]), 0.25),
            (.choice(options: ["a", "b", "c"], right: [0, 1]), 1.0 / 7), (.number(1, tolerance: 0), 0),
        ])
    func chance(solution: ItemSolution, chance: Double) {
        #expect(solution.chance == chance)
    }

    @Test("a reference is read, and its faults have file and line")
    func reference() throws {
        let text = "title: T\nsource: S\naccuracy: 0.8\ncategories: {c: 0.9}\n"
        let reference = try ItemReference(text: text, file: "r.yaml", categories: ["c"])
        #expect(reference.accuracy == 0.8 && reference.categories == ["c": 0.9])
        for (text, part) in [
            ("title: T\nsource: S\naccuracy: 80\n", "r.yaml:3"),
            ("title: T\nsource: S\naccuracy: 1\ncategories: {d: 1}\n", "no category 'd'"), ("title: T\n", "source"),
        ] {
            let error = try #require(throws: ConfigurationError.self) {
                try ItemReference(text: text, file: "r.yaml", categories: ["c"])
            }
            #expect(error.description.contains(part), "\(error)")
        }
    }
}
