/// Which values an axis has beside those of other axes.
///
/// The values of axes of the cell fall into classes with which the same values go, so that the best value is found once a
/// class. Conditions on parts are looked at when those are chosen: such an axis is chosen last.
struct Opening: Sendable, Equatable {
    /// Number of classes, 1 or more.
    let classCount: Int
    /// Most combinations of values that are told apart; further conditions are looked at last.
    private static let mostCombinations = 4096

    private struct ClassAxis: Sendable, Equatable {
        let axis: Int
        let size: Int
    }

    /// The axes of a cell whose values fall into classes, with the number of their values; none for one class.
    private let classAxes: [ClassAxis]
    /// The class of each combination of their values.
    private let classes: [Int]
    /// For each class, whether each value goes with it; nil for all.
    private let masks: [[Bool]]?
    /// Other axes, with the values that go with theirs.
    private let later: [(axis: Int, open: [[Bool]])]

    init(_ axis: SearchSpace.Axis, total: Int, places: [String: Int], cell: [Int]) {
        let conditions = axis.conditions.compactMap { condition in
            places[condition.axis].map { (axis: $0, open: condition.open) }
        }
        var own: [(axis: Int, open: [[Bool]])] = []
        var combinations = 1
        for condition in conditions where cell.contains(condition.axis) {
            guard combinations * condition.open.count <= Self.mostCombinations else { continue }
            combinations *= condition.open.count
            own.append(condition)
        }
        classAxes = own.map { ClassAxis(axis: $0.axis, size: $0.open.count) }
        later = conditions.filter { condition in !own.contains { $0.axis == condition.axis } }
        let exists = (0..<total).map { value in
            axis.counts.map { value % axis.size < $0[value / axis.size] } ?? true
        }
        var masks: [[Bool]] = []
        var numbers: [[Bool]: Int] = [:]
        classes = (0..<combinations).map { combination in
            var mask = exists
            var rest = combination
            for condition in own.reversed() {
                let open = condition.open[rest % condition.open.count]
                rest /= condition.open.count
                for value in mask.indices where !open[value] { mask[value] = false }
            }
            if let known = numbers[mask] { return known }
            numbers[mask] = masks.count
            masks.append(mask)
            return masks.count - 1
        }
        classCount = masks.count
        self.masks = own.isEmpty && axis.counts == nil ? nil : masks
    }

    /// Whether the axis is chosen after the other parts.
    var isLast: Bool { !later.isEmpty }

    /// The class that a prompt's values belong to.
    func classNumber(beside values: [Int]) -> Int {
        classes[classAxes.reduce(0) { $0 * $1.size + values[$1.axis] }]
    }

    /// Whether a value goes with a class.
    func has(_ value: Int, class number: Int) -> Bool { masks.map { $0[number][value] } ?? true }

    /// Whether a value goes with the values of all axes before.
    func has(_ value: Int, beside values: [Int]) -> Bool {
        has(value, class: classNumber(beside: values))
            && later.allSatisfy { values[$0.axis] == SearchSpace.unknown || $0.open[values[$0.axis]][value] }
    }

    static func == (left: Opening, right: Opening) -> Bool {
        left.masks == right.masks && left.classes == right.classes && left.classAxes == right.classAxes
            && left.later.elementsEqual(right.later) { $0.axis == $1.axis && $0.open == $1.open }
    }
}
