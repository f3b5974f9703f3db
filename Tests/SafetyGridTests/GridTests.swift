import Foundations
import Testing

@testable import SafetyGrid

@Suite("Grid")
struct GridTests {
    @Test("every id maps to one index tuple and back")
    func roundTrip() throws {
        let grid = try Grid.sample(3, 2, 4)
        #expect(grid.cellCount == 24)
        for id in 0..<grid.cellCount { #expect(grid.cell(at: grid.cell(id).indices).id == id) }
        #expect(Set((0..<grid.cellCount).map { grid.cell($0).indices }).count == 24)
    }

    @Test("the last dimension varies fastest")
    func order() throws {
        let grid = try Grid.sample(2, 3)
        #expect((0..<6).map { grid.key(of: grid.cell($0)) } == ["v0/v0", "v0/v1", "v0/v2", "v1/v0", "v1/v1", "v1/v2"])
    }

    @Test("a value appended to the first dimension changes no id")
    func growth() throws {
        let (small, large) = (try Grid.sample(2, 3), try Grid.sample(4, 3))
        for id in 0..<small.cellCount { #expect(small.key(of: small.cell(id)) == large.key(of: large.cell(id))) }
    }

    @Test("a cell is found by its names, and only by all of them")
    func named() throws {
        let grid = try Grid.sample(2, 3)
        #expect(grid.cell(named: ["d0": "v1", "d1": "v2"])?.id == 5)
        #expect(grid.cell(named: ["d0": "v1"]) == nil)
        #expect(grid.cell(named: ["d0": "v1", "d1": "v3"]) == nil)
        #expect(grid.names(of: grid.cell(5)).map(\.dimension) == ["d0", "d1"])
        #expect(grid.values(of: grid.cell(5)).map(\.title) == ["Value 1", "Value 2"])
    }

    @Test("a cell's id in another grid is that of the cell with the same values, in any order of dimensions and values")
    func translation() throws {
        let old = try Grid.sample(3, 2, 4)
        let new = try Grid(dimensions: [
            old.dimensions[2].narrowed(to: ["v3", "v1"]), old.dimensions[0],
        ])
        for (from, to) in [(old, old), (old, new), (new, old), (try Grid.sample(3, 2, 4), old)] {
            let translation = CellTranslation(from: from, to: to)
            for cell in 0..<from.cellCount { #expect(translation[cell] == to.cell(named: from.labels(of: cell))?.id) }
        }
        #expect(CellTranslation(from: new, to: old)[0] == nil)
        #expect(CellTranslation(from: old, to: new)[0] == nil)
        #expect(CellTranslation(from: old, to: new)[1] == 0)
    }

    @Test("narrowing keeps the taxonomy's order, and names the grid by what was kept")
    func narrowing() throws {
        let grid = try Grid.sample(3, 3)
        let narrow = try grid.narrowed(to: ["d1": ["v2", "v0"]])
        #expect(narrow.shape == [3, 2])
        #expect(narrow.dimensions[1].values.map(\.id) == ["v0", "v2"])
        #expect(narrow.id != grid.id && narrow.id.hasPrefix("sample-"))
        #expect(try grid.narrowed(to: ["d1": ["v0", "v2"]]).id == narrow.id)
        #expect(try grid.narrowed(to: ["d1": ["v0"]]).id != narrow.id)
        #expect(try grid.narrowed(to: ["d1": ["v0", "v1", "v2"]]) == grid)
        #expect(try grid.narrowed(to: [:]) == grid)
    }

    @Test("narrowing to what is not there is an error that lists what is")
    func narrowingFaults() throws {
        let grid = try Grid.sample(2, 2)
        #expect(throws: ConfigurationError.unknownID(kind: "dimension", id: "x", known: ["d0", "d1"])) {
            try grid.narrowed(to: ["x": []])
        }
        #expect(throws: ConfigurationError.unknownID(kind: "d0", id: "v9", known: ["v0", "v1"])) {
            try grid.narrowed(to: ["d0": ["v0", "v9"]])
        }
        #expect(throws: ConfigurationError.self) { try grid.narrowed(to: ["d0": []]) }
    }

    @Test("a grid without cells, with a dimension twice, or too large is refused")
    func unusable() throws {
        #expect(throws: ConfigurationError.self) { try Grid(dimensions: []) }
        #expect(throws: ConfigurationError.self) { try Grid.sample(2, 0) }
        let axis = try Grid.sample(2).dimensions[0]
        #expect(throws: ConfigurationError.unusableGrid("a dimension stands twice in the grid")) {
            try Grid(dimensions: [axis, axis])
        }
        #expect(throws: ConfigurationError.self) { try Grid.sample(1_000, 1_000, 1_000) }
        #expect(try Grid.sample(1_000, 1_000, 10).cellCount == Grid.maximumCells)
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
