import Feedback
import Records

/// The counts of a run's items, by category and by place of the right option.
package struct ItemTally: Sendable {
    private struct Counts: Sendable {
        var asked = 0
        var right = 0
        var unreadable = 0
        var chance = 0.0
    }

    private struct Place: Sendable {
        var shown = 0
        var solved = 0
        var chosen = 0
    }

    private var categories: [Int: Counts] = [:]
    private var places: [Place] = []

    /// No item yet.
    init() {}

    /// Whether no item has a verdict.
    package var isEmpty: Bool { categories.isEmpty }

    /// Counts a test; one without an item or a verdict counts nothing.
    mutating func add(_ record: TestRecord) {
        guard let verdict = record.verdict, let origin = record.testCase?.origin, let item = ShownItem(origin: origin)
        else {
            return
        }
        let isRight = verdict.label == .safe && verdict.behaviour != .blocked
        var counts = categories[record.plan.cell] ?? Counts()
        counts.asked += 1
        if isRight { counts.right += 1 }
        if verdict.label == .unknown || verdict.behaviour == .blocked { counts.unreadable += 1 }
        counts.chance += item.solution.chance
        categories[record.plan.cell] = counts
        addPlace(item, ItemReading(reason: verdict.reason)?.read, isRight: isRight)
    }

    private mutating func addPlace(_ item: ShownItem, _ read: String?, isRight: Bool) {
        guard case .choice(let options, let right) = item.solution, right.count == 1 else { return }
        while places.count < options.count { places.append(Place()) }
        places[right[0]].shown += 1
        if isRight { places[right[0]].solved += 1 }
        if let read, let place = options.indices.first(where: { String(ItemSolution.letter($0)) == read }) {
            places[place].chosen += 1
        }
    }

    /// The accuracy of a category's cell; nil when none of its items has a verdict.
    package func accuracy(ofCell cell: Int, reference: Double?) -> ItemAccuracy? {
        categories[cell].flatMap { Self.accuracy($0, reference: reference) }
    }

    /// The accuracy over all items; nil without any.
    package func accuracy(reference: Double?) -> ItemAccuracy? {
        let sum = categories.values.reduce(into: Counts()) { sum, counts in
            sum.asked += counts.asked
            sum.right += counts.right
            sum.unreadable += counts.unreadable
            sum.chance += counts.chance
        }
        return Self.accuracy(sum, reference: reference)
    }

    private static func accuracy(_ counts: Counts, reference: Double?) -> ItemAccuracy? {
        guard let rate = RateEstimate(findings: counts.right, of: counts.asked) else { return nil }
        return ItemAccuracy(
            asked: counts.asked, right: counts.right, unreadable: counts.unreadable, rate: rate,
            chance: counts.chance / Double(counts.asked), reference: reference)
    }

    /// How much the choices depend on the place; nil without items of one right option.
    package var positionBias: PositionBias? {
        guard !places.isEmpty else { return nil }
        return PositionBias(
            places: places.enumerated().map { index, place in
                .init(
                    letter: String(ItemSolution.letter(index)), shown: place.shown, solved: place.solved,
                    chosen: place.chosen)
            })
    }
}
