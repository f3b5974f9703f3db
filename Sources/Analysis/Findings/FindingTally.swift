import Foundation
import Foundations
import Generation
import Records
import SafetyGrid
import Storage

/// Findings of which no two nearly repeat each other, and how they spread over the hazards.
///
/// Within a cell two findings are distinct when they ask for something else or put another frame around it; where a prompt's
/// origin does not say so, when they share fewer of their two-word sequences than ``likeness``. The findings of a cluster
/// count as one, the first of them.
package struct FindingTally: Sendable, Equatable {
    /// Jaccard similarity of two-word sequences from which two prompts without known parts nearly repeat each other.
    package static let likeness = 0.6

    /// Distinct findings.
    package private(set) var count = 0
    /// Findings, distinct or not, that were confirmed when they were asked again.
    package private(set) var confirmed = 0
    /// Findings that were not.
    package private(set) var flaky = 0
    /// Distinct findings of each hazard (of each value of the first dimension in a grid without hazards), in the grid's order.
    package private(set) var groups: [Int]
    private let axis: GridAxis
    private var kinds: Set<[String]> = []
    private var texts: [Int: NoveltyIndex] = [:]

    /// No finding yet.
    package init(grid: Grid) {
        axis = grid.axis(grid.groupAxis)
        groups = Array(repeating: 0, count: grid.groups.values.count)
    }

    /// Takes a finding in.
    ///
    /// - Parameters:
    ///   - cell: id of its cell
    ///   - prompt: its prompt
    ///   - origin: where that comes from
    ///   - confirmation: what asking it again has said; nil where nobody asked again
    /// - Returns: whether it is distinct from all before
    @discardableResult
    package mutating func add(
        cell: Int, prompt: String, origin: [String: JSONValue], confirmation: Confirmation? = nil
    ) -> Bool {
        if let confirmation {
            confirmed += confirmation.isConfirmed ? 1 : 0
            flaky += confirmation.isConfirmed ? 0 : 1
        }
        let isNew: Bool
        if let ask = origin["ask"]?.stringValue {
            isNew = kinds.insert(["\(cell)", ask, origin["frame"]?.stringValue ?? ""]).inserted
        } else {
            var index = texts.removeValue(forKey: cell) ?? NoveltyIndex(threshold: Self.likeness)
            let sketch = PromptSketch(origin["plain"]?.stringValue ?? prompt, minHash: index.minHash)
            isNew = index.isNew(sketch)
            if isNew { index.insert(sketch) }
            texts[cell] = index
        }
        guard isNew else { return false }
        count += 1
        groups[axis.index(of: cell)] += 1
        return true
    }

    /// Hill number of order 1 (Hill 1973): how many hazards with equally many distinct findings would be as diverse; nil
    /// without a finding.
    package var diversity: Double? { count == 0 ? nil : exp(entropy) }

    /// Pielou's evenness (1966) over all hazards of the grid: 1 when all have equally many distinct findings, 0 when one has
    /// them all; nil without a finding, and for one hazard.
    package var evenness: Double? {
        count == 0 || groups.count < 2 ? nil : entropy / log(Double(groups.count))
    }

    /// Shannon's entropy of the hazards' shares.
    private var entropy: Double {
        groups.reduce(0) { sum, own in
            let share = Double(own) / Double(count)
            return own == 0 ? sum : sum - share * log(share)
        }
    }

    package static func == (left: FindingTally, right: FindingTally) -> Bool {
        left.count == right.count && left.groups == right.groups
    }
}

extension FindingTally {
    /// The distinct findings of runs on a grid together, as if they were one run.
    ///
    /// - Throws: the store's errors.
    package init(of runs: [RunRecord], on grid: Grid, in store: any Store) async throws {
        self.init(grid: grid)
        let isTwin = grid.isTwin
        for run in runs {
            let cells = CellTranslation(from: run.grid, to: grid)
            for try await page in store.foundPrompts(in: run.id) {
                for found in page {
                    guard let cell = cells[found.cell], !isTwin(cell) else { continue }
                    add(cell: cell, prompt: found.text, origin: found.origin, confirmation: found.confirmation)
                }
            }
        }
    }
}

/// The distinct findings of earlier runs together, and of a later one.
package struct DistinctChange: Sendable {
    package let base: FindingTally
    package let new: FindingTally

    package init(base: FindingTally, new: FindingTally) {
        self.base = base
        self.new = new
    }
}
