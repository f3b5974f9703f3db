/// The findings that a chosen prompt is made of, and what was done with them.
package struct Lineage: Sendable, Hashable {
    /// What was done, as ``PromptParts/operatorKey`` of an origin names it.
    package enum Operator: String, Sendable, CaseIterable {
        /// What a finding asks for, in another frame.
        case rephrase
        /// The ask of one finding in the frame of another.
        case combine
        /// What a finding asks for, in another cell.
        case move
        /// A finding's frame around another ask.
        case transfer
        /// What a finding asks for, in fewer words around it.
        case shorten
        /// A finding with another perturbation or encoding.
        case perturb
        /// A finding's frame and its counterpart's ask in another language.
        case translate

        /// Its place among the values of the axis that ``SearchSpace/tracingLineage()`` adds.
        var number: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    package let change: Operator
    /// Ordinals of the findings, the one with the ask first.
    package let parents: [Int]

    package init(change: Operator, parents: [Int]) {
        self.change = change
        self.parents = parents
    }
}

/// A prompt that was made of findings: what is not tried again once it was safe.
struct Mutation: Hashable {
    let lineage: Lineage
    /// A value of each axis; unknown that of the operator, and parts of which there is but one, which no origin names.
    private let values: [Int]

    init(_ lineage: Lineage, _ values: [Int], on space: SearchSpace) {
        self.lineage = lineage
        var own = space.untraced(values)
        for axis in space.partAxes where space.openValues(of: axis, beside: values).count < 2 {
            own[axis] = SearchSpace.unknown
        }
        self.values = own
    }
}
