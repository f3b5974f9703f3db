import ArgumentParser
import Foundation
import SafetyGrid

/// A CSV file with a row for each test or cell, read by the names in its header.
struct CellTable {
    private let header: [String]
    /// Fields of each row.
    let rows: [[String]]
    private let path: String

    /// Reads a file without quotes; its fields are ids and numbers.
    init(path: String) throws {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let lines = text.split(whereSeparator: \.isNewline)
            .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
        guard let header = lines.first else { throw ValidationError("\(path) is empty") }
        self.header = header
        self.path = path
        rows = Array(lines.dropFirst())
        if let bad = rows.firstIndex(where: { $0.count != header.count }) {
            throw ValidationError("\(path):\(bad + 2): \(rows[bad].count) fields instead of \(header.count)")
        }
    }

    /// Index of a column.
    func column(_ name: String) throws -> Int {
        guard let index = header.firstIndex(of: name) else {
            throw ValidationError("\(path) has no column '\(name)'; its header is \(header.joined(separator: ","))")
        }
        return index
    }

    /// The grid of all values in the file, in the order in which they appear, and the cell of each row.
    func grid() throws -> (grid: Grid, cells: [Int]) {
        let axes: [(DimensionID, String)] = [(.hazard, "category"), (.style, "style"), (.technique, "technique")]
        let columns = try axes.map { try column($0.1) }
        var seen = [[String: Int]](repeating: [:], count: axes.count)
        for row in rows {
            for (axis, column) in columns.enumerated() where seen[axis][row[column]] == nil {
                seen[axis][row[column]] = seen[axis].count
            }
        }
        let grid = try Grid(
            dimensions: axes.enumerated().map { axis, name in
                Dimension(
                    id: name.0, taxonomy: "data",
                    values: seen[axis].sorted { $0.value < $1.value }.map {
                        DimensionValue(id: $0.key, title: $0.key, definition: "", source: "")
                    })
            })
        let cells = rows.map { row in
            grid.cell(at: columns.enumerated().map { axis, column in seen[axis][row[column]] ?? 0 }).id
        }
        return (grid, cells)
    }
}
