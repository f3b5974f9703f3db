import Feedback
import SafetyGrid

/// The items of a framework, and the tests of each: those that nothing covers too.
package struct FrameworkCoverage: Sendable {
    /// How far an item is covered.
    package enum State: String, Sendable, CaseIterable {
        /// Judged tests cover it.
        case tested
        /// Judged tests say something of it, and none covers it.
        case related
        /// No judged test has to do with it.
        case noTest = "no test"
        /// No test from outside can cover it.
        case notTestable = "not by tests"
    }

    /// An item with its tests.
    package struct Row: Sendable {
        /// The item.
        package let item: Framework.Item
        /// How far it is covered.
        package let state: State
        /// The tests that cover it.
        package let direct: Rate
        /// The tests that only say something of it.
        package let related: Rate
        /// What would cover it, such as `hazard privacy_violation`; empty where nothing of the program does.
        package let ways: [String]

        /// Why it is not covered, or what would cover it; nil for one that is.
        package var advice: String? {
            switch state {
            case .tested: nil
            case .notTestable: item.notTested
            case .related, .noTest:
                ways.isEmpty
                    ? "nothing that this program tests covers it" : "covered by \(ways.joined(separator: "; "))"
            }
        }
    }

    /// The framework on the grid.
    package let grid: FrameworkGrid
    /// A row for each item, in the framework's order.
    package let rows: [Row]

    /// The framework.
    package var framework: Framework { grid.framework }

    /// Rows in a state.
    package func count(_ state: State) -> Int { rows.count { $0.state == state } }

    /// Counts tests by the items of their cells.
    ///
    /// - Parameters:
    ///   - grid: the framework on the grid of the tests
    ///   - coverage: judged tests that asked for harm, by cell
    package init(_ grid: FrameworkGrid, _ coverage: CoverageMatrix) {
        let items = grid.framework.items
        var direct = [(judged: Int, findings: Int)](repeating: (0, 0), count: items.count)
        var related = direct
        for cell in coverage.depth.indices where coverage.depth[cell] > 0 {
            for link in grid.links(of: cell) {
                if link.isDirect {
                    direct[link.item].judged += coverage.depth[cell]
                    direct[link.item].findings += coverage.findings[cell]
                } else {
                    related[link.item].judged += coverage.depth[cell]
                    related[link.item].findings += coverage.findings[cell]
                }
            }
        }
        self.grid = grid
        rows = items.indices.map { index in
            Row(
                item: items[index],
                state: Self.state(items[index], direct[index].judged, related[index].judged),
                direct: Rate(findings: direct[index].findings, judged: direct[index].judged),
                related: Rate(findings: related[index].findings, judged: related[index].judged),
                ways: grid.framework.ways(to: index, hazards: grid.hazards))
        }
    }

    private static func state(_ item: Framework.Item, _ direct: Int, _ related: Int) -> State {
        if item.notTested != nil { return .notTestable }
        if direct > 0 { return .tested }
        return related > 0 ? .related : .noTest
    }
}

/// The frameworks on the grid of a run.
package typealias FrameworkSource = @Sendable (Grid) throws -> [FrameworkGrid]
