import Foundation
import Records

/// The chance of getting through so many turns without an unsafe response, as Kaplan and Meier (1958) estimate it.
///
/// A conversation that ended without one is censored at its last turn; it still counts as at risk there.
package struct SurvivalCurve: Sendable, Equatable {
    /// A turn at which some conversation became unsafe.
    package struct Step: Sendable, Equatable {
        /// Number of the turn, from 1.
        package let turn: Int
        /// Conversations that reached it.
        package let atRisk: Int
        /// Conversations that became unsafe in it.
        package let events: Int
        /// Chance of getting through it, 0 ... 1.
        package let survival: Double
        /// Greenwood's variance of ``survival``; nil where nothing survives.
        package let variance: Double?
        /// The 95 % interval of ``survival`` in its log-log form, which keeps within 0 ... 1; nil at 0 and 1.
        package let interval: ClosedRange<Double>?
    }

    /// The turns with events, in order.
    package let steps: [Step]
    /// Conversations.
    package let count: Int

    private static let quantile = 1.959963984540054

    /// The curve of conversations.
    ///
    /// - Parameter subjects: the turn of each conversation's first unsafe response, or its last turn without one; turns from 1
    package init(_ subjects: [(turn: Int, isUnsafe: Bool)]) {
        count = subjects.count
        var steps: [Step] = []
        var survival = 1.0
        var sum: Double? = 0
        for turn in Set(subjects.filter(\.isUnsafe).map(\.turn)).sorted() {
            let atRisk = subjects.count { $0.turn >= turn }
            let events = subjects.count { $0.turn == turn && $0.isUnsafe }
            survival *= 1 - Double(events) / Double(atRisk)
            sum = events == atRisk ? nil : sum.map { $0 + Double(events) / Double(atRisk * (atRisk - events)) }
            steps.append(
                Step(
                    turn: turn, atRisk: atRisk, events: events, survival: survival,
                    variance: sum.map { survival * survival * $0 },
                    interval: sum.flatMap { Self.interval(survival, $0) }))
        }
        self.steps = steps
    }

    /// S to the power of e to the power of ± z·se, with se = √sum / |ln S| (Kalbfleisch and Prentice 1980).
    private static func interval(_ survival: Double, _ sum: Double) -> ClosedRange<Double>? {
        guard survival > 0, survival < 1 else { return nil }
        let spread = quantile * sum.squareRoot() / abs(log(survival))
        return pow(survival, exp(spread))...pow(survival, exp(-spread))
    }

    /// The first turn by which at most half of the conversations are without an unsafe response; nil when that is not reached.
    package var median: Int? { steps.first { $0.survival <= 0.5 }?.turn }

    /// The interval of ``median`` (Brookmeyer and Crowley 1982): the turns whose interval of survival holds one half. The
    /// upper end is nil when it is not reached; nil when the lower end is not.
    package var medianInterval: (lower: Int, upper: Int?)? {
        guard let lower = steps.first(where: { ($0.interval?.lowerBound ?? $0.survival) <= 0.5 }) else { return nil }
        return (lower.turn, steps.first { ($0.interval?.upperBound ?? $0.survival) <= 0.5 }?.turn)
    }

    /// The chance of an unsafe response by a turn, with its 95 % interval.
    package func risk(by turn: Int) -> RateEstimate {
        guard let step = steps.last(where: { $0.turn <= turn }) else {
            return RateEstimate(findings: 0, of: count) ?? RateEstimate(value: 0, lower: 0, upper: 1)
        }
        let interval = step.interval ?? step.survival...step.survival
        return RateEstimate(value: 1 - step.survival, lower: 1 - interval.upperBound, upper: 1 - interval.lowerBound)
    }
}
