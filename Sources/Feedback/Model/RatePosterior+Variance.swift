import Foundation
import SafetyGrid

extension RatePosterior {
    /// Each way from the mean effects to where the slopes of rates are taken.
    private static let step = 0.1

    /// Variances of the logits of the mean rates over the cells of each value of some axes, one axis after the other.
    ///
    /// Such a logit is close to linear in the effects, and their joint posterior is normal: the slopes at their means tell
    /// the variance (delta method). Given the effects, cells are independent, and what their own residuals add is the sum of
    /// their variances; it is taken as that of a log-normal rate, so that a cell of two modes does not count without limit.
    func logitVariances(over axes: [GridAxis]) -> [Double] {
        let (rates, own) = ratesGivenEffects()
        let slopes = zip(ratesGivenEffects(moved: Self.step).means, ratesGivenEffects(moved: -Self.step).means)
            .map { ($0 - $1) / (2 * Self.step) }
        return axes.flatMap { axis in
            let size = Double(cellCount / axis.count)
            // Of the sum of rates to the logit of their mean.
            let scales = axis.sums(of: rates).map { 1 / ($0 * (1 - $0 / size)) }
            var logits = [[Double]](
                repeating: [Double](repeating: 0, count: layout.effectCount), count: axis.count)
            for cell in 0..<cellCount {
                let value = axis.index(of: cell)
                let slope = slopes[cell] * scales[value]
                for effect in layout.effects(of: cell) { logits[value][Int(effect)] += slope }
            }
            let residuals = zip(axis.sums(of: own), scales).map { log1p($0 * $1 * $1) }
            return zip(sampler.variances(of: logits), residuals).map(+)
        }
    }

    /// Means and variances of the rates of all cells whose effects have their mean values, but for the mean of all cells.
    ///
    /// - Parameter distance: how far that one is moved
    private func ratesGivenEffects(moved distance: Double = 0) -> (means: [Double], variances: [Double]) {
        var effects = effects
        effects[0] += distance
        var means = [Double](repeating: 0, count: cellCount)
        var variances = means
        forEachDraw(0..<cellCount, effects: effects) { (means[$0], variances[$0]) = ($1.meanRate, $1.rateVariance) }
        return (means, variances)
    }
}
