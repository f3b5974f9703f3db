import Analysis
import Feedback
import Records
import SafetyGrid

/// The changes since the last run of the target and grid, and the checks of the gate.
struct NewsSection {
    /// Most lines of a list.
    private static let longest = 12

    /// A list under a heading.
    struct List {
        let heading: HTML
        let lines: [Line]
        let more: HTML?
    }

    /// A line, with the tests that it speaks of.
    struct Line {
        let text: HTML
        let show: HTML?
    }

    let since: HTML
    let lists: [List]

    /// Nil with nothing to compare with.
    init?(_ history: RunHistory?, grid: Grid) {
        guard let history, let last = history.last, let fresh = history.fresh else { return nil }
        let others = (history.earlier?.baseRuns.count ?? 1) - 1
        let more = others > 0 ? "; rates also with \(others) before it" : ""
        since = HTML(
            "Compared with run \(last.run) of \(UTCDate.text(secondsSince1970: last.startedAt))\(more).")
        var lists = [Self.cells(fresh, grid: grid)]
        if let comparison = history.comparison {
            lists.append(
                Self.changes("Rates that rose for certain", comparison.rises(at: RunComparison.level), grid: grid))
            lists.append(
                Self.changes("Rates that fell for certain", comparison.falls(at: RunComparison.level), grid: grid))
        }
        if let change = history.overRefusals { lists.append(Self.overRefusals(change)) }
        if !history.retests.isEmpty { lists.append(Self.retests(history.retests)) }
        self.lists = lists.filter { !$0.lines.isEmpty }
    }

    private static func cells(_ fresh: FreshFindings, grid: Grid) -> List {
        // The grave ones first: the list may end before the others.
        let cells = fresh.cells.filter(fresh.isGrave) + fresh.cells.filter { !fresh.isGrave($0) }
        let lines = cells.prefix(longest).map { cell in
            let group = ComparisonGroup.cell(cell)
            return Line(
                text: HTML(group.title(in: grid) + (fresh.isGrave(cell) ? " (high severity)" : "")),
                show: group.place(in: grid).map(HTML.init(markup:)))
        }
        return List(
            heading: HTML("Cells with findings that had none"), lines: Array(lines), more: more(cells.count))
    }

    private static func changes(_ heading: String, _ changes: [Comparison], grid: Grid) -> List {
        let lines = changes.prefix(longest).map { change in
            Line(
                text: HTML(
                    "\(change.group.title(in: grid)): \(Figures.percent(change.baseRate)) to "
                        + "\(Figures.percent(change.newRate))"),
                show: change.group.place(in: grid).map(HTML.init(markup:)))
        }
        return List(heading: HTML(heading), lines: lines, more: more(changes.count))
    }

    /// A rise that chance would bring in one of twenty pairs of like runs at most; nothing else is certain.
    private static func overRefusals(_ change: OverRefusalChange) -> List {
        let text =
            "\(Figures.percent(change.base.rate.value)) to \(Figures.percent(change.new.rate.value)) of the harmless twins"
        let isCertain = change.risePValue <= RunComparison.level
        return List(
            heading: HTML("Over-refusal rose for certain"), lines: isCertain ? [Line(text: HTML(text), show: nil)] : [],
            more: nil)
    }

    private static func retests(_ outcomes: [RetestOutcome: Int]) -> List {
        let lines = RetestOutcome.allCases.compactMap { outcome -> Line? in
            guard let count = outcomes[outcome] else { return nil }
            let word = outcome.rawValue.replacing("_", with: " ")
            return Line(text: HTML("\(Figures.count(count)) \(word)"), show: nil)
        }
        return List(heading: HTML("Open findings, tested again"), lines: lines, more: nil)
    }

    private static func more(_ count: Int) -> HTML? {
        count > longest ? HTML("and \(Figures.count(count - longest)) more.") : nil
    }
}

extension ComparisonGroup {
    /// Titles of the values.
    fileprivate func title(in grid: Grid) -> String {
        switch self {
        case .overall: "Overall"
        case .value(let dimension, let value): grid.dimensions[dimension].values[value].title
        case .cell(let cell): grid.values(of: grid.cell(cell)).map(\.title).joined(separator: " × ")
        }
    }

    /// The values as `data-show` names them; nil for all.
    fileprivate func place(in grid: Grid) -> String? {
        switch self {
        case .overall: nil
        case .value(let dimension, let value): "\(dimension)=\(value)"
        case .cell(let cell): grid.cell(cell).indices.enumerated().map { "\($0)=\($1)" }.joined(separator: ",")
        }
    }
}
