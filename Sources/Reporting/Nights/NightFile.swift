import Analysis
import Feedback
import Records
import SafetyGrid

/// What a night came to, besides its run: `nightly.json`, and lines for people.
package struct NightFile: Sendable {
    /// Name of the file in the run's folder.
    package static let name = "nightly.json"

    /// A comparison of the night's run with an earlier one.
    package struct Change: Sendable {
        /// What it is: `last_night` or `baseline`.
        let name: String
        /// The earlier runs.
        let earlier: EarlierRuns
        /// What changed.
        let comparison: RunComparison
        /// The change of over-refusal; nil without twins in both.
        let overRefusals: OverRefusalChange?

        /// A comparison of a run on a grid with one or more before it.
        package init(
            name: String, earlier: EarlierRuns, comparison: RunComparison, overRefusals: OverRefusalChange? = nil
        ) {
            self.name = name
            self.earlier = earlier
            self.comparison = comparison
            self.overRefusals = overRefusals
        }
    }

    private let night: NightRecord
    private let grid: Grid
    private let gate: GateResult?
    private let retests: [(run: String, ordinal: Int, outcome: RetestOutcome)]
    private let leftOut: Int
    private let changes: [Change]
    private let control: ControlCheck?
    private let heldBack: [String]

    /// What came of a night.
    ///
    /// - Parameters:
    ///   - night: the night
    ///   - grid: the grid of its run
    ///   - gate: the gate's result; nil without a gate
    ///   - retests: findings that were tested again
    ///   - leftOut: open findings that were not, because there are too many or the time was over
    ///   - changes: comparisons with earlier runs
    ///   - control: what came of the control responses; nil without any
    ///   - heldBack: names of the comparisons that are held back because the oracle's labels moved
    package init(
        night: NightRecord, grid: Grid, gate: GateResult?,
        retests: [(run: String, ordinal: Int, outcome: RetestOutcome)], leftOut: Int, changes: [Change],
        control: ControlCheck? = nil, heldBack: [String] = []
    ) {
        self.control = control
        self.heldBack = heldBack
        self.night = night
        self.grid = grid
        self.gate = gate
        self.retests = retests
        self.leftOut = leftOut
        self.changes = changes
    }

    /// The bytes of the file.
    package var bytes: [UInt8] { document.indented }
    /// The file's contents on one line.
    package var oneLine: String { String(decoding: document.compact, as: UTF8.self) }

    /// Lines for people.
    package var lines: [String] {
        var lines: [String] = []
        if !retests.isEmpty || leftOut > 0 {
            let parts = RetestOutcome.allCases.compactMap { outcome -> String? in
                let count = count(outcome)
                let word = outcome.rawValue.replacing("_", with: " ")
                return count == 0 ? nil : "\(count) \(word)"
            }
            let rest = leftOut > 0 ? ["\(leftOut) not tested again"] : []
            lines.append("open findings  \((parts + rest).joined(separator: ", "))")
        }
        if let control { lines.append("control        \(ControlText.line(control))") }
        for name in heldBack {
            lines.append(
                "\(name.replacing("_", with: " ").padded(to: 14)) held back: the oracle labels otherwise since then")
        }
        for change in changes {
            let name = change.name.replacing("_", with: " ").padded(to: 14)
            let (rises, falls) = (
                change.comparison.rises(at: RunComparison.level), change.comparison.falls(at: RunComparison.level)
            )
            lines.append(
                "\(name) \(rises.count) certain rises, \(falls.count) certain falls since \(change.earlier.baseRuns[0])"
            )
            if let others = change.earlier.others { lines.append(String(repeating: " ", count: 15) + "and \(others)") }
            lines += rises.prefix(5).map { rise in
                "  up  \(rise.group.name(in: grid)): \(Figures.percent(rise.baseRate)) to "
                    + Figures.percent(rise.newRate)
            }
            if let refusals = change.overRefusals {
                lines.append(
                    "  over-refusal \(Figures.percent(refusals.base.rate.value)) to "
                        + "\(Figures.percent(refusals.new.rate.value)), P of a rise by chance "
                        + Figures.decimal(refusals.risePValue, places: 4))
            }
        }
        return lines
    }

    private var document: OrderedJSON {
        .object([
            ("notice", .string(RunResult.notice)), ("run", .string(night.run)),
            ("last_night", night.lastRun.map(OrderedJSON.string) ?? .null),
            ("gate", gate?.json ?? .null),
            (
                "retests",
                .object(
                    RetestOutcome.allCases.map { ($0.rawValue, .int(count($0))) } + [("left_out", .int(leftOut))])
            ),
            (
                "findings",
                .array(
                    retests.map { retest in
                        .line(
                            .object([
                                ("run", .string(retest.run)), ("test", .string(TestsFile.id(ordinal: retest.ordinal))),
                                ("outcome", .string(retest.outcome.rawValue)),
                            ]))
                    })
            ), ("changes", .array(changes.map(json))), ("control", control.map(ControlText.json) ?? .null),
            ("held_back", .array(heldBack.map(OrderedJSON.string))),
        ])
    }

    private func json(_ change: Change) -> OrderedJSON {
        func list(_ comparisons: [Comparison], _ q: (Comparison) -> Double) -> OrderedJSON {
            .array(
                comparisons.map { comparison in
                    .line(
                        .object([
                            ("of", .string(comparison.group.name(in: grid))), ("before", .number(comparison.baseRate)),
                            ("now", .number(comparison.newRate)), ("q", .number(q(comparison))),
                        ]))
                })
        }
        return .object(
            [
                ("with", .string(change.name)), ("run", .string(change.earlier.baseRuns[0])),
                ("base_runs", .array(change.earlier.baseRuns.map(OrderedJSON.string))),
                ("rises", list(change.comparison.rises(at: RunComparison.level)) { $0.riseQValue }),
                ("falls", list(change.comparison.falls(at: RunComparison.level)) { $0.fallQValue }),
            ] + (change.overRefusals?.members ?? []))
    }

    private func count(_ outcome: RetestOutcome) -> Int { retests.count { $0.outcome == outcome } }
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
