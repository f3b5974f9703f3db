/// Which values an axis has beside those of other axes.
///
/// The values of one axis of the cell fall into classes with which the same values go, so that the best value is found once a
/// class. Conditions on parts are looked at when those are chosen: such an axis is chosen last.
struct Opening: Sendable, Equatable {
    /// Number of classes, 1 or more.
    let classCount: Int
    /// The axis of a cell whose values fall into classes; nil for one class.
    private let classAxis: Int?
    /// The class of each of its values.
    private let classes: [Int]
    /// For each class, whether each value goes with it; nil for all.
    private let masks: [[Bool]]?
    /// Axes that are parts, with the values that go with theirs.
    private let later: [(axis: Int, open: [[Bool]])]

    init(_ axis: SearchSpace.Axis, total: Int, places: [String: Int], cell: [Int]) {
        let conditions = axis.conditions.compactMap { condition in
            places[condition.axis].map { (axis: $0, open: condition.open) }
        }
        let first = conditions.first { cell.contains($0.axis) }
        later = conditions.filter { $0.axis != first?.axis }
        let exists = (0..<total).map { value in
            axis.counts.map { value % axis.size < $0[value / axis.size] } ?? true
        }
        var masks: [[Bool]] = []
        classes =
            first?.open.map { open in
                let mask = zip(open, exists).map { $0 && $1 }
                if let known = masks.firstIndex(of: mask) { return known }
                masks.append(mask)
                return masks.count - 1
            } ?? []
        classAxis = first?.axis
        classCount = max(masks.count, 1)
        self.masks = first != nil ? masks : axis.counts != nil ? [exists] : nil
    }

    /// Whether the axis is chosen after the other parts.
    var isLast: Bool { !later.isEmpty }

    /// The class that a prompt's values belong to.
    func classNumber(beside values: [Int]) -> Int { classAxis.map { classes[values[$0]] } ?? 0 }

    /// Whether a value goes with a class.
    func has(_ value: Int, class number: Int) -> Bool { masks.map { $0[number][value] } ?? true }

    /// Whether a value goes with the values of all axes before.
    func has(_ value: Int, beside values: [Int]) -> Bool {
        has(value, class: classNumber(beside: values))
            && later.allSatisfy { values[$0.axis] == SearchSpace.unknown || $0.open[values[$0.axis]][value] }
    }

    static func == (left: Opening, right: Opening) -> Bool {
        left.masks == right.masks && left.classes == right.classes && left.classAxis == right.classAxis
            && left.later.elementsEqual(right.later) { $0.axis == $1.axis && $0.open == $1.open }
    }
}
