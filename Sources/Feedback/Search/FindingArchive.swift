/// The best few findings of each cell, which new prompts are made of, and what was made of them in vain: an archive as in
/// MAP-Elites (Mouret and Clune 2015, arXiv:1504.04909), with the memory of Ruby Teaming (Han et al. 2024, arXiv:2406.11654).
///
/// A full cell gives up the finding with the lowest rate + novelty / 2, where novelty is the share of parts in which it
/// differs from the likest other of the cell. The archive depends on the tests and their order alone.
struct FindingArchive {
    /// A finding.
    struct Parent {
        /// A value of each axis; that of the operator unknown.
        let values: [Int]
        /// Number of its test.
        let ordinal: Int
        /// The rate that the model gives it.
        let rate: Double
    }

    /// Findings kept of a cell.
    static let capacity = 3
    /// Safe responses to what an operator made of a finding after which others have their turn.
    static let mostFailures = 2
    private static let noveltyWeight = 0.5

    /// Attempts on a finding with an operator.
    private struct Attempt: Hashable {
        let change: Lineage.Operator
        let parent: Int
    }

    let space: SearchSpace
    /// The findings, cell by cell in the order in which these had their first.
    private(set) var parents: [Parent] = []
    private var failed: Set<Mutation> = []
    private var failures: [Attempt: Int] = [:]

    /// - Parameters:
    ///   - space: cells and parts
    ///   - tests: all tests in the order of the plan; those with an unsafe verdict are taken in
    ///   - rate: the rate that the model gives a prompt
    init(_ space: SearchSpace, tests: [PartTest], rate: ([Int]) -> Double) {
        self.space = space
        var places: [Int: Int] = [:]
        var niches: [[Parent]] = []
        for test in tests where !space.distinguishing.isEmpty {
            let values = space.untraced(test.values)
            if test.isUnsafe == true, let ordinal = test.ordinal {
                let cell = space.cell(of: values)
                let place = places[cell, default: niches.count]
                if place == niches.count {
                    places[cell] = place
                    niches.append([])
                }
                insert(Parent(values: values, ordinal: ordinal, rate: rate(values)), in: &niches[place])
            } else if test.isUnsafe == false, let lineage = test.lineage {
                failed.insert(Mutation(lineage, values, on: space))
                for parent in lineage.parents {
                    failures[Attempt(change: lineage.change, parent: parent), default: 0] += 1
                }
            }
        }
        parents = niches.flatMap(\.self)
    }

    private func insert(_ parent: Parent, in niche: inout [Parent]) {
        if let alike = place(in: niche, like: parent) {
            if parent.rate > niche[alike].rate { niche[alike] = parent }
            return
        }
        niche.append(parent)
        guard niche.count > Self.capacity else { return }
        let scores = niche.indices.map { place in
            let likest = niche.indices.filter { $0 != place }.map { likeness(niche[place], niche[$0]) }.max() ?? 0
            return niche[place].rate + Self.noveltyWeight * (1 - likest)
        }
        // Of equal ones the newest, so that nothing is exchanged for no gain.
        if let worst = scores.indices.min(by: { (scores[$0], $1) < (scores[$1], $0) }) { niche.remove(at: worst) }
    }

    private func place(in niche: [Parent], like parent: Parent) -> Int? {
        niche.firstIndex { own in space.distinguishing.allSatisfy { own.values[$0] == parent.values[$0] } }
    }

    private func likeness(_ left: Parent, _ right: Parent) -> Double {
        Double(space.partAxes.count { left.values[$0] == right.values[$0] }) / Double(space.partAxes.count)
    }

    /// Whether the same was made of the same findings before, and was safe.
    func hasFailed(_ mutation: Mutation) -> Bool { failed.contains(mutation) }

    /// Whether an operator may still be tried on a finding.
    func isPromising(_ parent: Parent, for change: Lineage.Operator) -> Bool {
        failures[Attempt(change: change, parent: parent.ordinal), default: 0] < Self.mostFailures
    }

    /// Where a prompt's parts come from; nil where no finding has its ask or its frame, and for what failed before.
    func lineage(of values: [Int]) -> Lineage? {
        let (content, manner) = (space.contentAxes, space.mannerAxes)
        func best(_ axes: [Int]) -> Parent? {
            guard !axes.isEmpty else { return nil }
            return parents.filter { parent in axes.allSatisfy { parent.values[$0] == values[$0] } }
                .max { ($0.rate, $1.ordinal) < ($1.rate, $0.ordinal) }
        }
        let lineage: Lineage
        if let whole = best(content + manner) ?? (manner.isEmpty ? best(content) : nil) {
            lineage = Lineage(change: space.change(from: whole.values, to: values), parents: [whole.ordinal])
        } else if let asking = best(content) {
            lineage =
                best(manner).map { Lineage(change: .combine, parents: [asking.ordinal, $0.ordinal]) }
                ?? Lineage(change: space.change(from: asking.values, to: values), parents: [asking.ordinal])
        } else if let framing = best(manner) {
            lineage = Lineage(change: .transfer, parents: [framing.ordinal])
        } else {
            return nil
        }
        return hasFailed(Mutation(lineage, values, on: space)) ? nil : lineage
    }
}
