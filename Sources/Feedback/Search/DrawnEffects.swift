import Foundations

/// One draw of all effects, and the best parts of every cell under it.
///
/// The best value of each part is found apart from the others, once for each value of the lead and of the axis that it lies
/// within: a draw costs as much as there are effects, however many combinations of parts there are.
struct DrawnEffects {
    private let effects: PartEffects
    private let space: SearchSpace
    /// Standard deviations of the effects.
    private let deviations: [Double]
    /// Where a draw is centred: the mean, and ``SearchSettings/bonus`` of the variance.
    private let centers: [Double]
    private var drawn: [Double]
    /// For each part but the last ones the score of its best value, and that value, by ``context(of:lead:parent:number:_:)``.
    private var best: [[(score: Double, value: Int)]]
    /// Parts that lie within each axis.
    private let children: [[Int]]
    /// Effects of every cell that no part shares, cell by cell.
    private let cellMembers: [Int32]
    /// Parts that lie within no other part, and are not chosen last.
    private let outer: [Int]
    /// Parts that are chosen after the others: their best values do not count for a cell.
    private let last: [Int]
    /// The context of each of them beside every cell, cell by cell.
    private let cellContexts: [Int32]

    init(_ fit: PartFit) {
        let effects = fit.effects
        self.effects = effects
        let space = effects.space
        self.space = space
        let width = SearchSettings.width(space)
        deviations = fit.variances.map { width * $0.squareRoot() }
        centers = zip(fit.means, fit.variances).map { $0 + SearchSettings.bonus * $1 }
        drawn = centers
        best = space.axes.map { _ in [] }
        last = space.partAxes.filter { space.openings[$0].isLast }
        let first = space.partAxes.filter { !space.openings[$0].isLast }
        children = space.axes.indices.map { axis in first.filter { space.parents[$0] == axis } }
        outer = first.filter { space.parents[$0].map(space.cellAxes.contains) ?? true }
        let cellValues = (0..<space.cellCount).map(space.values)
        cellMembers = cellValues.flatMap { values in
            effects.cellGroups.compactMap { effects.effect(of: effects.groups[$0], in: values).map(Int32.init) }
        }
        let outer = outer
        cellContexts = cellValues.flatMap { values in
            outer.map { Int32(Self.context(of: $0, beside: values, effects)) }
        }
        for axis in first {
            let leads = effects.pairs[axis] == nil ? 1 : space.totals[space.lead]
            let parents = space.totals[axis] / space.axes[axis].size
            best[axis] = Array(repeating: (0, 0), count: leads * parents * space.openings[axis].classCount)
        }
    }

    /// Draws anew.
    mutating func draw(using random: inout SeededRandom) {
        for effect in drawn.indices {
            drawn[effect] = centers[effect] + deviations[effect] * Self.nearlyNormal(random.next())
        }
        // A part that lies within another comes after it, and its best value counts for the other's.
        for axis in space.partAxes.reversed() where !space.openings[axis].isLast { findBest(axis) }
    }

    /// A number that is nearly normal, of mean 0 and variance 1: the sum of four uniform ones, of 16 random bits each. Planning
    /// a round takes some hundred thousand of them.
    static func nearlyNormal(_ bits: UInt64) -> Double {
        let sum = (bits & 0xffff) + (bits >> 16 & 0xffff) + (bits >> 32 & 0xffff) + (bits >> 48)
        return (Double(sum) - 131_070) / 37_837.23
    }

    private mutating func findBest(_ axis: Int) {
        let size = space.axes[axis].size
        let parents = space.totals[axis] / size
        let opening = space.openings[axis]
        for place in best[axis].indices {
            let (context, number) = place.quotientAndRemainder(dividingBy: opening.classCount)
            let first = context % parents * size
            let values = (first..<(first + size)).lazy.filter { opening.has($0, class: number) }
            best[axis][place] = leader(values, axis, lead: context / parents)
        }
    }

    private func leader(_ values: some Sequence<Int>, _ axis: Int, lead: Int) -> (score: Double, value: Int) {
        var leader = (score: -Double.infinity, value: SearchSpace.unknown)
        for value in values {
            let score = score(of: value, axis, lead: lead)
            if score > leader.score { leader = (score, value) }
        }
        return leader
    }

    /// What a value of a part adds to the logit, with the best of the parts within it.
    private func score(of value: Int, _ axis: Int, lead: Int) -> Double {
        var score = drawn[effects.mains[axis] + value]
        if let pairs = effects.pairs[axis] { score += drawn[pairs + lead * space.totals[axis] + value] }
        for child in children[axis] {
            score += best[child][Self.context(of: child, lead: lead, parent: value, number: 0, effects)].score
        }
        return score
    }

    /// Place in ``best`` of a part beside a value of the lead, one of the axis that it lies within, and a class of values.
    private static func context(of axis: Int, lead: Int, parent: Int, number: Int, _ effects: PartEffects) -> Int {
        let space = effects.space
        let parents = space.totals[axis] / space.axes[axis].size
        let context = effects.pairs[axis] == nil ? parent : lead * parents + parent
        return context * space.openings[axis].classCount + number
    }

    private static func context(of axis: Int, beside values: [Int], _ effects: PartEffects) -> Int {
        let space = effects.space
        return context(
            of: axis, lead: values[space.lead], parent: space.parents[axis].map { values[$0] } ?? 0,
            number: space.openings[axis].classNumber(beside: values), effects)
    }

    /// The logit of a cell's best prompt.
    func logit(of cell: Int) -> Double {
        var sum = 0.0
        let width = effects.cellGroups.count
        for place in (cell * width)..<((cell + 1) * width) { sum += drawn[Int(cellMembers[place])] }
        for (place, axis) in outer.enumerated() {
            sum += best[axis][Int(cellContexts[cell * outer.count + place])].score
        }
        return sum
    }

    /// The logit of a prompt.
    func logit(of values: [Int]) -> Double { effects.sum(drawn, over: values) }

    /// The best prompt of a cell of a kind that is not excluded, and how much lower its logit is than the best of all; nil
    /// where all are excluded.
    func prompt(of cell: Int, without excluded: Set<[Int]>) -> (values: [Int], loss: Double)? {
        var values = space.values(of: cell)
        complete(&values)
        guard !space.distinguishing.isEmpty, isExcluded(values, excluded) else { return (values, 0) }
        let free = space.distinguishing.filter(outer.contains)
        let ranked = free.map { axis in
            let scores = space.openValues(of: axis, beside: values).map { value in
                (value: value, score: score(of: value, axis, lead: values[space.lead]))
            }
            return scores.sorted { $0.score > $1.score }
        }
        for (places, loss) in RankedCombinations(ranked.map { $0.map(\.score) }) {
            for (list, axis) in free.enumerated() { values[axis] = ranked[list][places[list]].value }
            complete(&values, but: free)
            if !isExcluded(values, excluded) { return (values, loss) }
        }
        return nil
    }

    private func isExcluded(_ values: [Int], _ excluded: Set<[Int]>) -> Bool {
        space.kind(of: values).map(excluded.contains) ?? false
    }

    /// Sets the parts to their best values, each beside the values of the axes before it.
    private func complete(_ values: inout [Int], but fixed: [Int] = []) {
        for axis in space.partAxes where !fixed.contains(axis) && !space.openings[axis].isLast {
            values[axis] = best[axis][Self.context(of: axis, beside: values, effects)].value
        }
        for axis in last {
            values[axis] = leader(space.openValues(of: axis, beside: values), axis, lead: values[space.lead]).value
        }
    }
}

/// Combinations of one place of each list, from the greatest sum of scores down; the lists begin with their greatest.
struct RankedCombinations: Sequence, IteratorProtocol {
    private let lists: [[Double]]
    private var open: [(places: [Int], loss: Double)]
    private var seen: Set<[Int]>

    init(_ lists: [[Double]]) {
        self.lists = lists
        let first = lists.map { _ in 0 }
        open = lists.contains(where: \.isEmpty) ? [] : [(first, 0)]
        seen = [first]
    }

    /// The next combination, and how much lower its sum is than the greatest.
    mutating func next() -> (places: [Int], loss: Double)? {
        guard let index = open.indices.min(by: { open[$0].loss < open[$1].loss }) else { return nil }
        let current = open.remove(at: index)
        for list in lists.indices where current.places[list] + 1 < lists[list].count {
            var places = current.places
            places[list] += 1
            guard seen.insert(places).inserted else { continue }
            let step = lists[list][places[list] - 1] - lists[list][places[list]]
            open.append((places, current.loss + step))
        }
        return current
    }
}
