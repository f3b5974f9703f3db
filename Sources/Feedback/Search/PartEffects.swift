/// The effects of a search: one a value of each axis, and one a pair of values where pairs are expected to matter.
///
/// Pairs are those of the axes of a cell, and of the hazard category with each part that is not written for it. A cell has an
/// effect of its own. Each group's spread is learned, so that a group that explains nothing costs next to nothing.
struct PartEffects: Sendable {
    /// Effects of one choice of axes; a prompt has at most one of each group.
    struct Group: Sendable {
        let axes: [Int]
        /// Numbers of its effects.
        let effects: Range<Int>
        /// Spread that is expected before the first test, on the logit scale.
        let spread: Double
        /// Number of effects that ``spread`` counts for beside the learned ones.
        let strength: Double
        /// Degrees of freedom of the effects' t distribution: the fewer, the more of them are far larger than the rest; nil for
        /// a normal distribution.
        let freedom: Double?
    }

    let space: SearchSpace
    let groups: [Group]
    /// Groups whose axes are all of the cell.
    let cellGroups: [Int]
    /// For each axis the first effect of its values.
    let mains: [Int]
    /// For each axis the first effect of its values beside the lead's; nil where there is none.
    let pairs: [Int?]

    var effectCount: Int { groups.last?.effects.upperBound ?? 0 }
    /// Stands for the effect of an unknown part, which adds nothing.
    var none: Int { effectCount }

    init(_ space: SearchSpace) {
        self.space = space
        var groups: [Group] = []
        func add(_ axes: [Int], _ spread: Double, _ strength: Double, freedom: Double? = nil) -> Int {
            let start = groups.last?.effects.upperBound ?? 0
            let count = axes.reduce(1) { $0 * space.totals[$1] }
            groups.append(
                Group(
                    axes: axes, effects: start..<(start + count), spread: spread, strength: strength, freedom: freedom))
            return start
        }
        _ = add([], SearchPriors.meanSpread, 1)
        mains = space.axes.indices.map { add([$0], SearchPriors.mainSpread, SearchPriors.strength) }
        let cell = space.cellAxes
        // With two axes a pair is the cell, which has its effect already.
        if cell.count > 2 {
            for (place, first) in cell.enumerated() {
                for second in cell[(place + 1)...] {
                    _ = add([first, second], SearchPriors.cellPairSpread, SearchPriors.strength)
                }
            }
        }
        if cell.count > 1 {
            _ = add(
                cell, SearchPriors.cellSpread(space), SearchPriors.cellStrength(space),
                freedom: SearchPriors.cellFreedom)
        }
        pairs = space.axes.indices.map { axis in
            guard space.partAxes.contains(axis), space.root(of: axis) != space.lead else { return nil }
            return add([space.lead, axis], SearchPriors.partPairSpread, SearchPriors.strength)
        }
        self.groups = groups
        cellGroups = groups.indices.filter { groups[$0].axes.allSatisfy(cell.contains) }
    }

    /// The effect of a group that a prompt has; nil where a part is unknown.
    func effect(of group: Group, in values: [Int]) -> Int? {
        var place = 0
        for axis in group.axes {
            guard values[axis] != SearchSpace.unknown else { return nil }
            place = place * space.totals[axis] + values[axis]
        }
        return group.effects.lowerBound + place
    }

    /// The sum of a prompt's effects; those of unknown parts are left out.
    func sum(_ effects: [Double], over values: [Int]) -> Double {
        groups.reduce(0) { sum, group in sum + (effect(of: group, in: values).map { effects[$0] } ?? 0) }
    }
}

/// What a search assumes before its first test, all on the logit scale.
///
/// Spreads are starting points and are learned, with the weight of ``strength`` effects on the side of the value here.
enum SearchPriors {
    /// Logit of the rate of a target nobody has tested: 2 %.
    static let mean = -4.0
    /// Spread of that logit.
    static let meanSpread = 1.5
    /// Spread of the effects of an axis' values.
    static let mainSpread = 0.7
    /// Spread of the effects of pairs of values of the cell's axes.
    static let cellPairSpread = 0.55
    /// Spread of the effects of parts beside the hazard category.
    static let partPairSpread = 0.4
    /// Spread of the effect of a single cell, which no value or pair explains: smaller where parts explain a share of it.
    static func cellSpread(_ space: SearchSpace) -> Double { space.partAxes.isEmpty ? 0.8 : 0.15 }
    static let strength = 4.0
    /// Degrees of freedom of the effects of single cells: few, because a few cells stand far out.
    static let cellFreedom = 4.0
    /// The ``strength`` of ``cellSpread(_:)``: larger where it is small, since each cell has few tests to learn it from.
    static func cellStrength(_ space: SearchSpace) -> Double { space.partAxes.isEmpty ? 3 : 8 }
    /// Least variance of a group of effects.
    static let leastVariance = 1e-4
}
