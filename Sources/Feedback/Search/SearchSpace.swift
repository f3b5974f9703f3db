import Foundations
import SafetyGrid

/// What a prompt is put together from: the axes of its cell, and the axes of its parts.
///
/// A part belongs to a value of another axis where it is written for that value, as an ask is for its hazard category; its
/// values are numbered through: value 3 of 20 within value 2 of the other axis is 43.
package struct SearchSpace: Sendable, Equatable {
    /// An axis as it is described.
    package struct Axis: Sendable, Equatable {
        /// Its name, different from all others.
        package let name: String
        /// Number of values; of a part within another axis, for each value of that axis.
        package let size: Int
        /// Name of the axis whose values the part belongs to; nil for one that goes with all.
        package let within: String?
        /// Number of values for each value of that axis, 1 ... ``size``; nil for ``size`` everywhere.
        package let counts: [Int]?
        /// Earlier axes with whose values not all of this one go.
        package let conditions: [Condition]
        /// Length of each value's text, numbered through; nil where nobody knows.
        package let lengths: [Int]?

        package init(
            name: String, size: Int, within: String? = nil, counts: [Int]? = nil, conditions: [Condition] = [],
            lengths: [Int]? = nil
        ) {
            self.lengths = lengths
            self.name = name
            self.size = size
            self.within = within
            self.counts = counts
            self.conditions = conditions
        }
    }

    /// Says which values of an axis go with those of another.
    package struct Condition: Sendable, Equatable {
        /// Name of the other axis.
        package let axis: String
        /// For each of its values, whether each value of the own axis goes with it; both numbered through.
        package let open: [[Bool]]

        package init(axis: String, open: [[Bool]]) {
            self.axis = axis
            self.open = open
        }
    }

    /// Stands for the value of a part that nobody knows, as of a prompt that was written before its parts had names.
    package static let unknown = -1

    /// Most values of an axis, and most cells: what is planned with.
    package static let most = 10_000_000

    /// The axes, each after the one that it lies within.
    package private(set) var axes: [Axis]
    /// Places of the axes of a cell, in the order in which cells are numbered.
    package let cellAxes: [Int]
    /// Places of the other axes.
    package let partAxes: [Int]
    /// For each axis the place of the one it lies within; nil for none.
    private(set) var parents: [Int?]
    /// Values of each axis, numbered through.
    private(set) var totals: [Int]
    /// Place of the axis of a cell whose values share least: the hazard categories.
    let lead: Int
    /// Places of the axes in which two findings differ if they are distinct.
    let distinguishing: [Int]
    /// Which values each axis has beside those of other axes.
    private(set) var openings: [Opening]
    /// Place of the axis that says what was made of findings (``tracingLineage()``); nil for none.
    private(set) var lineageAxis: Int?

    /// - Parameters:
    ///   - axes: the axes
    ///   - cell: names of the axes of a cell
    ///   - distinguishing: names of the parts in which distinct findings differ, none where no part tells them apart; names
    ///     that no part has are left out, and where none is left all parts count
    /// - Throws: ``SearchSpaceError`` for axes that make no space.
    package init(axes: [Axis], cell: [String], distinguishing names: Set<String> = ["ask", "frame"])
        throws(SearchSpaceError)
    {
        var places: [String: Int] = [:]
        var parents: [Int?] = []
        var totals: [Int] = []
        for (place, axis) in axes.enumerated() {
            guard axis.size > 0 else { throw .size(axis.name, axis.size) }
            guard places[axis.name] == nil else { throw .repeated(axis.name) }
            let parent = axis.within.map { places[$0] }
            if let within = axis.within, parent == .some(nil) { throw .unknownParent(axis.name, within: within) }
            parents.append(parent ?? nil)
            let (total, isOver) = axis.size.multipliedReportingOverflow(by: (parent ?? nil).map { totals[$0] } ?? 1)
            guard !isOver, total <= Self.most else { throw .tooLarge(axis.name) }
            totals.append(total)
            places[axis.name] = place
        }
        var cellAxes: [Int] = []
        for name in cell {
            guard let place = places[name] else { throw .unknownCellAxis(name) }
            guard parents[place] == nil, !cellAxes.contains(place) else { throw .notACellAxis(name) }
            cellAxes.append(place)
        }
        guard let first = cellAxes.first else { throw .noCell }
        let cells = cellAxes.reduce(into: 1) { if $0 <= Self.most { $0 *= totals[$1] } }
        guard cells <= Self.most else { throw .tooLarge(cell.joined(separator: " x ")) }
        self.axes = axes
        self.cellAxes = cellAxes
        self.parents = parents
        self.totals = totals
        partAxes = axes.indices.filter { !cellAxes.contains($0) }
        lead = cellAxes.first { axes[$0].name == DimensionID.hazard.rawValue } ?? first
        let named = partAxes.filter { names.contains(axes[$0].name) }
        distinguishing = named.isEmpty && !names.isEmpty ? partAxes : named
        openings = axes.indices.map { Opening(axes[$0], total: totals[$0], places: places, cell: cellAxes) }
    }

    /// A grid's cells, without parts.
    package init(_ grid: Grid) {
        let names = grid.dimensions.map(\.id.rawValue)
        axes = zip(names, grid.shape).map { Axis(name: $0, size: $1) }
        cellAxes = Array(axes.indices)
        partAxes = []
        parents = axes.map { _ in nil }
        totals = grid.shape
        lead = grid.groupAxis
        distinguishing = []
        openings = zip(axes, grid.shape).map { Opening($0, total: $1, places: [:], cell: []) }
    }

    /// This space with a last axis that is neither of a cell nor a part, and says what was made of findings.
    func adding(_ axis: Axis) -> SearchSpace {
        var space = self
        space.lineageAxis = axes.count
        space.axes.append(axis)
        space.parents.append(nil)
        space.totals.append(axis.size)
        space.openings.append(Opening(axis, total: axis.size, places: [:], cell: []))
        return space
    }

    /// Number of cells.
    package var cellCount: Int { cellAxes.reduce(1) { $0 * totals[$1] } }

    /// The cell of a prompt with these values, one for each axis.
    package func cell(of values: [Int]) -> Int {
        cellAxes.reduce(0) { $0 * totals[$1] + values[$1] }
    }

    /// Values with those of a cell, and unknown parts.
    package func values(of cell: Int) -> [Int] {
        var values = [Int](repeating: Self.unknown, count: axes.count)
        var rest = cell
        for axis in cellAxes.reversed() {
            values[axis] = rest % totals[axis]
            rest /= totals[axis]
        }
        return values
    }

    /// First of the values that a part can have beside the values of the axes before it.
    package func firstValue(of axis: Int, beside values: [Int]) -> Int {
        parents[axis].map { values[$0] * axes[axis].size } ?? 0
    }

    /// The values that a part can have beside the values of the axes before it.
    package func openValues(of axis: Int, beside values: [Int]) -> [Int] {
        let first = firstValue(of: axis, beside: values)
        return (first..<(first + axes[axis].size)).filter { openings[axis].has($0, beside: values) }
    }

    /// A prompt of a cell whose parts are drawn uniformly: how they are chosen where chance decides.
    package func drawnParts(of cell: Int, using random: inout SeededRandom) -> [Int] {
        var values = values(of: cell)
        for axis in partAxes {
            values[axis] = openValues(of: axis, beside: values).randomElement(using: &random) ?? Self.unknown
        }
        return values
    }

    /// A prompt of any cell, drawn uniformly.
    package func drawnPrompt(using random: inout SeededRandom) -> [Int] {
        drawnParts(of: Int.random(in: 0..<cellCount, using: &random), using: &random)
    }

    /// Number of values of an axis, numbered through.
    package func valueCount(of axis: Int) -> Int { totals[axis] }

    /// The value that a name such as `3`, or `2.3` for value 3 within value 2, stands for; nil where there is none.
    package func value(of axis: Int, named name: some StringProtocol) -> Int? {
        let numbers = name.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard let last = numbers.last, let own = last, (0..<axes[axis].size).contains(own) else { return nil }
        guard let parent = parents[axis] else { return numbers.count == 1 ? own : nil }
        let rest = name.dropLast(name.reversed().prefix { $0 != "." }.count + 1)
        return value(of: parent, named: rest).map { $0 * axes[axis].size + own }
    }

    /// What two findings of a cell have in common if they are not distinct; nil where nothing tells, or it is unknown.
    package func kind(of values: [Int]) -> [Int]? {
        let kind = distinguishing.map { values[$0] }
        return kind.isEmpty || kind.contains(Self.unknown) ? nil : kind
    }

    /// Place of the outermost axis that an axis lies within; its own for none.
    func root(of axis: Int) -> Int { parents[axis].map(root) ?? axis }
}
