import Testing

@testable import SafetyGrid

@Suite("Combinations")
struct CombinationSpaceTests {
    @Test("counts are the sums of products", arguments: [(1, 25), (2, 84 + 70 + 30), (3, 420)])
    func counts(strength: Int, expected: Int) throws {
        #expect(CombinationSpace(try Grid.sample(14, 6, 5), strength: strength).count == expected)
    }

    @Test("choices of dimensions are in lexical order")
    func subsets() throws {
        let space = CombinationSpace(try Grid.sample(2, 2, 2, 2), strength: 2)
        #expect(space.subsets == [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]])
    }

    @Test(
        "the parts of a combination are those of the cells that contain it, and every number occurs", arguments: 1...4)
    func inverse(strength: Int) throws {
        let grid = try Grid.sample(3, 2, 4, 2)
        let space = CombinationSpace(grid, strength: strength)
        var seen: Set<Int> = []
        for id in 0..<grid.cellCount {
            let cell = grid.cell(id)
            let combinations = space.combinations(in: cell)
            #expect(combinations.count == space.subsets.count)
            for (subset, combination) in combinations.enumerated() {
                let parts = space.parts(of: combination)
                #expect(parts.map(\.dimension) == space.subsets[subset])
                #expect(parts.map(\.value) == space.subsets[subset].map { cell.indices[$0] })
                seen.insert(combination)
            }
        }
        #expect(seen == Set(0..<space.count))
    }
}
