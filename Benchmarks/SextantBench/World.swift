import ArgumentParser
import Feedback
import Foundation
import SafetyGrid

/// What a policy is let loose on: recorded verdicts, or known rates.
struct World: Sendable {
    /// Where answers come from.
    enum Source: Sendable {
        /// Verdicts recorded for each cell, drawn without replacement; true for unsafe.
        case recorded([[Bool]])
        /// True rate of each cell, drawn with replacement.
        case landscape([Double])
    }

    let name: String
    let grid: Grid
    let source: Source
    /// Cells with a true or recorded rate of 20 % or more.
    let hot: [Int]
    /// How the oracle errs here; recorded verdicts are taken as they are.
    let errors: OracleErrors
    /// What the policy plans with.
    var told = OracleErrors.planning

    /// Cell of the greatest rate when it stands alone: ten times that of any other.
    var hidden: Int? {
        guard case .landscape(let rates) = source, let top = rates.max() else { return nil }
        let others = rates.filter { $0 != top }
        guard others.count == rates.count - 1, let next = others.max(), top >= 10 * next else { return nil }
        return rates.firstIndex(of: top)
    }

    /// The world with a policy that was told something.
    func telling(_ told: OracleErrors) -> World {
        var world = self
        world.told = told
        return world
    }

    /// Reads a landscape.
    init(landscape path: String, errors: OracleErrors) throws {
        let table = try CellTable(path: path)
        let (grid, cells) = try table.grid()
        let column = try table.column("p")
        var rates = [Double](repeating: 0, count: grid.cellCount)
        for (row, cell) in zip(table.rows, cells) {
            guard let rate = Double(row[column]), (0...1).contains(rate) else {
                throw ValidationError("\(path): '\(row[column])' is not a probability")
            }
            rates[cell] = rate
        }
        self.init(name: URL(fileURLWithPath: path).lastPathComponent, grid: grid, rates: rates, errors: errors)
    }

    /// A landscape of known rates.
    init(name: String, grid: Grid, rates: [Double], errors: OracleErrors) {
        self.name = name
        self.grid = grid
        self.errors = errors
        source = .landscape(rates)
        hot = rates.indices.filter { rates[$0] >= 0.2 }
    }

    /// Reads the recorded verdicts of each model in a file, or of one of them. Verdicts `unknown` count as not unsafe.
    static func recorded(_ path: String, model: String?) throws -> [World] {
        let table = try CellTable(path: path)
        let (grid, cells) = try table.grid()
        let (models, labels) = (try table.column("model"), try table.column("label"))
        var verdicts: [String: [[Bool]]] = [:]
        for (row, cell) in zip(table.rows, cells) {
            verdicts[row[models], default: Array(repeating: [], count: grid.cellCount)][cell]
                .append(row[labels] == "unsafe")
        }
        let chosen = verdicts.keys.sorted().filter { model == nil || plain($0) == plain(model ?? "") }
        guard !chosen.isEmpty else {
            throw ValidationError("\(path) has no model '\(model ?? "")'; it has \(verdicts.keys.sorted())")
        }
        return chosen.map { World(name: $0, grid: grid, verdicts: verdicts[$0] ?? []) }
    }

    private init(name: String, grid: Grid, verdicts: [[Bool]]) {
        self.name = name
        self.grid = grid
        errors = .none
        source = .recorded(verdicts)
        hot = verdicts.indices.filter { cell in
            !verdicts[cell].isEmpty && Double(verdicts[cell].count { $0 }) >= 0.2 * Double(verdicts[cell].count)
        }
    }

    /// A name without the characters in which spellings of it differ.
    private static func plain(_ name: String) -> String {
        String(name.lowercased().filter { $0.isLetter || $0.isNumber })
    }
}
