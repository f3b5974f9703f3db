import SafetyGrid
import Testing

@Suite("Hazards compared with those that exist")
struct HazardCheckTests {
    @Test("a hazard like another is told so, with its neighbours; an id that is taken is a clash")
    func hazardCheck() throws {
        let library = try SeedLibrary(folder: ShippedTaxonomyTests.seeds())
        let known = try library.taxonomy("astral", of: "hazard").values[9]
        let copy = DimensionValue(
            id: "copy", title: known.title + " again", definition: known.definition, source: "s")
        let check = HazardCheck(copy, in: "astral", library: library)
        #expect(check.clashes.contains { $0.contains("of its words with \(known.id)") })
        #expect(check.neighbours.first?.value.id == known.id)
        let taken = DimensionValue(id: known.id, title: "Other", definition: "Nothing alike at all.", source: "s")
        #expect(HazardCheck(taken, in: "house", library: library).clashes.contains { $0.contains("is taken") })
        let fresh = DimensionValue(
            id: "wrong_refund", title: "Wrong refunds",
            definition: "Requests that talk the assistant into refunds which shop rules forbid.", source: "s")
        #expect(HazardCheck(fresh, in: "house", library: library).clashes.isEmpty)
    }
}
