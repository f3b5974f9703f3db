import Foundations

/// Children of findings, proposed beside what a draw would choose alone.
///
/// Of each operator one child is proposed for a test, of a finding that chance chooses; what it changes has the value that
/// is best under the draw.
struct Offspring {
    /// A proposed prompt.
    struct Child {
        /// A value of each axis, that of the operator too.
        let values: [Int]
        let lineage: Lineage
    }

    let archive: FindingArchive
    private var random: SeededRandom
    private var space: SearchSpace { archive.space }
    /// Operators that the space has a use for.
    private let operators: [Lineage.Operator]

    /// - Parameters:
    ///   - archive: the findings
    ///   - random: chooses among them
    init(_ archive: FindingArchive, random: SeededRandom) {
        self.archive = archive
        self.random = random
        let space = archive.space
        operators = Lineage.Operator.allCases.filter { change in
            switch change {
            case .rephrase, .combine, .transfer: !space.mannerAxes.isEmpty
            case .move: !space.styleAxes.isEmpty
            case .shorten: space.mannerAxes.contains { space.axes[$0].lengths != nil }
            case .perturb: !space.surfaceAxes.isEmpty
            case .translate: space.languageAxis != nil
            }
        }
    }

    /// The children for a test.
    ///
    /// - Parameters:
    ///   - draw: says what is best
    ///   - isFree: whether a prompt is of a kind that is not in flight and has no finding
    mutating func children(_ draw: DrawnEffects, where isFree: ([Int]) -> Bool) -> [Child] {
        guard !archive.parents.isEmpty else { return [] }
        return operators.compactMap { change in
            guard let (values, parents) = child(change, draw, isFree), isFree(values) else { return nil }
            let lineage = Lineage(change: change, parents: parents.map(\.ordinal))
            guard !archive.hasFailed(Mutation(lineage, values, on: space)) else { return nil }
            return Child(values: space.traced(values, by: change), lineage: lineage)
        }
    }

    private typealias Parent = FindingArchive.Parent

    private mutating func child(
        _ change: Lineage.Operator, _ draw: DrawnEffects, _ isFree: ([Int]) -> Bool
    ) -> (values: [Int], parents: [Parent])? {
        guard let parent = parent(for: change) else { return nil }
        var values = parent.values
        var parents = [parent]
        switch change {
        case .rephrase, .shorten:
            for axis in space.mannerAxes {
                func isFit(_ child: [Int]) -> Bool {
                    isFree(child) && (change == .rephrase || space.isShorter(child, than: parent.values))
                }
                guard let best = best(axis, of: values, draw, where: isFit) else { continue }
                values[axis] = best
            }
        case .combine:
            guard let other = self.parent(for: change), other.ordinal != parent.ordinal else { return nil }
            parents.append(other)
            for axis in space.mannerAxes {
                let root = space.root(of: axis)
                if root != axis { values[root] = other.values[root] }
                values[axis] = other.values[axis]
            }
        case .transfer:
            values[space.lead] = Int.random(in: 0..<space.valueCount(of: space.lead), using: &random)
            for axis in space.contentAxes { values[axis] = SearchSpace.unknown }
        case .move, .perturb, .translate:
            let axes =
                change == .move
                ? space.styleAxes : change == .perturb ? space.surfaceAxes : space.languageAxis.map { [$0] } ?? []
            guard let axis = axes.randomElement(using: &random),
                let best = best(axis, of: values, draw, where: { _ in true })
            else { return nil }
            values[axis] = best
        }
        complete(&values, draw)
        return values == parent.values ? nil : (values, parents)
    }

    /// A finding on which an operator has not failed too often.
    private mutating func parent(for change: Lineage.Operator) -> Parent? {
        let parent = archive.parents[Int.random(in: archive.parents.indices, using: &random)]
        return archive.isPromising(parent, for: change) ? parent : nil
    }

    /// The best other value of an axis.
    private func best(
        _ axis: Int, of values: [Int], _ draw: DrawnEffects, where isFit: ([Int]) -> Bool
    ) -> Int? {
        var child = values
        var leader: (logit: Double, value: Int)?
        for value in space.openValues(of: axis, beside: values) where value != values[axis] {
            child[axis] = value
            let logit = draw.logit(of: child)
            if logit > leader?.logit ?? -.infinity, isFit(child) { leader = (logit, value) }
        }
        return leader?.value
    }

    /// Gives the parts that do not go with the others, or are not known, the values that are best.
    private func complete(_ values: inout [Int], _ draw: DrawnEffects) {
        for axis in space.partAxes {
            let open = space.openValues(of: axis, beside: values)
            guard !open.contains(values[axis]) else { continue }
            values[axis] = SearchSpace.unknown
            values[axis] = best(axis, of: values, draw, where: { _ in true }) ?? SearchSpace.unknown
        }
    }
}
