import Records

/// The band of a cascade, chosen on labelled responses for a stated loss, with its loss and its saved calls there.
package struct CascadePlan: Sendable, Equatable {
    /// A labelled response with the verdicts of classifier and judge.
    package struct Row: Sendable, Equatable {
        /// The classifier's probability of the positive side.
        package let probability: Double
        /// The judge's label.
        package let judged: Bool
        /// The human label.
        package let truth: Bool

        package init(probability: Double, judged: Bool, truth: Bool) {
            self.probability = probability
            self.judged = judged
            self.truth = truth
        }
    }

    /// Where the judge is asked.
    package let band: CascadeBand
    /// Share of the rows for which the judge is not asked, 0 ... 1.
    package let callsSaved: Double
    /// Accuracy of the judge alone minus that of the cascade; below 0 when the cascade is better.
    package let loss: Double

    /// The plan with the fewest calls among those that lose at most `maxLoss` of accuracy against the judge alone; among
    /// equals, the one that loses least.
    ///
    /// - Parameters:
    ///   - rows: labelled responses
    ///   - maxLoss: accuracy that may be lost, 0 ... 1; 0.005 is half a point
    /// - Returns: nil without rows
    package static func best(_ rows: [Row], maxLoss: Double) -> CascadePlan? {
        guard !rows.isEmpty else { return nil }
        let ordered = rows.sorted { $0.probability < $1.probability }
        // The number of correct verdicts with the judge, and the gain when the classifier says no or yes.
        var noGain = [0], yesGain = [0]
        for row in ordered {
            let judge = row.judged == row.truth ? 1 : 0
            noGain.append(noGain[noGain.count - 1] + (row.truth ? 0 : 1) - judge)
            yesGain.append(yesGain[yesGain.count - 1] + (row.truth ? 1 : 0) - judge)
        }
        let allowed = Int((maxLoss * Double(rows.count) + 1e-9).rounded(.down))
        var best: (low: Int, high: Int, gain: Int)?
        let cuts = cutPoints(ordered)
        for low in cuts {
            for high in cuts where high >= low {
                let gain = noGain[low] + yesGain[rows.count] - yesGain[high]
                guard gain >= -allowed else { continue }
                if let found = best, (found.high - found.low, -found.gain) <= (high - low, -gain) { continue }
                best = (low, high, gain)
            }
        }
        guard let best else { return nil }
        return CascadePlan(
            band: band(ordered, best.low, best.high),
            callsSaved: 1 - Double(best.high - best.low) / Double(rows.count),
            loss: -Double(best.gain) / Double(rows.count))
    }

    /// Places to cut the ordered rows: never between equal probabilities, at most about 500.
    private static func cutPoints(_ ordered: [Row]) -> [Int] {
        let stride = max(1, ordered.count / 500)
        return (0...ordered.count).filter { cut in
            if cut == 0 || cut == ordered.count { return true }
            return cut % stride == 0 && ordered[cut - 1].probability < ordered[cut].probability
        }
    }

    /// The band whose ends are half way between the rows at the cuts.
    private static func band(_ ordered: [Row], _ low: Int, _ high: Int) -> CascadeBand {
        func between(_ cut: Int) -> Double {
            cut == 0 ? 0 : cut == ordered.count ? 1 : (ordered[cut - 1].probability + ordered[cut].probability) / 2
        }
        return CascadeBand(low: between(low), high: between(high))
    }
}
