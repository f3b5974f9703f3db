import Testing

@testable import SafetyGrid

@Suite("Grid")
struct GridTests {
    @Test("every id maps to one index tuple and back")
    func roundTrip() throws {
        let grid = try Grid.sample(3, 2, 4)
        #expect(grid.cellCount == 24)
        for id in 0..<grid.cellCount { #expect(grid.cell(at: grid.cell(id).indices).id == id) }
    }
}

extension Grid {
    /// A grid with dimensions `d0`, `d1`, … of the given sizes and values `v0`, `v1`, ….
    static func sample(_ sizes: Int...) throws -> Grid {
        try Grid(
            dimensions: sizes.enumerated().map { axis, size in
                Dimension(
                    id: "d\(axis)", taxonomy: "sample",
                    values: (0..<size).map {
                        DimensionValue(id: "v\($0)", title: "Value \($0)", definition: "A value.", source: "sample")
                    })
            })
    }
}
