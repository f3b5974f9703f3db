import SafetyGrid
import Testing

@Suite("axes of a grid")
struct GridAxisTests {
    private static func grid(_ ids: [DimensionID]) throws -> Grid {
        try Grid(
            dimensions: ids.enumerated().map { position, id in
                Dimension(
                    id: id, taxonomy: "t",
                    values: (0..<(position + 2)).map {
                        DimensionValue(id: "\(id)\($0)", title: "\($0)", definition: "d", source: "s")
                    })
            })
    }

    @Test(
        "the hazards are found wherever they stand, and groups fall back on the first dimension",
        arguments: [
            (["hazard", "style", "technique"], 0, 0), (["style", "hazard", "technique"], 1, 1),
            (["style", "technique", "hazard"], 2, 2), (["style", "technique"], nil, 0), (["hazard"], 0, 0),
        ] as [([DimensionID], Int?, Int)])
    func hazards(ids: [DimensionID], hazardAxis: Int?, groupAxis: Int) throws {
        let grid = try Self.grid(ids)
        #expect(grid.hazardAxis == hazardAxis)
        #expect(grid.hazards?.id == (hazardAxis == nil ? nil : .hazard))
        #expect(grid.groupAxis == groupAxis)
        #expect(grid.groups == grid.dimensions[groupAxis])
        for cell in 0..<grid.cellCount {
            #expect(grid.hazard(of: cell) == hazardAxis.map { grid.values(of: grid.cell(cell))[$0] })
        }
    }

    @Test(
        "indices and sums agree with the cells",
        arguments: [["a"], ["a", "b"], ["a", "b", "c"], ["a", "b", "c", "d"]])
    func sums(ids: [String]) throws {
        let grid = try Self.grid(ids.map { DimensionID($0) })
        let numbers = (0..<grid.cellCount).map { $0 * $0 + 1 }
        for position in grid.dimensions.indices {
            var expected = [Int](repeating: 0, count: grid.dimensions[position].values.count)
            for cell in 0..<grid.cellCount {
                let index = grid.cell(cell).indices[position]
                #expect(grid.axis(position).index(of: cell) == index)
                expected[index] += numbers[cell]
            }
            #expect(grid.axis(position).count == expected.count)
            #expect(grid.sums(of: numbers, over: position) == expected)
        }
    }
}
