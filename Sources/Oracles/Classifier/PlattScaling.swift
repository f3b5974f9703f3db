import Foundation

/// Probabilities out of log-odds: a logistic regression of the truth on the log-odds of a model that has not seen the row,
/// with the smoothed targets of Platt, "Probabilistic outputs for support vector machines", 1999, eq. 13.
enum PlattScaling {
    struct Row {
        /// Log-odds of the head.
        let logit: Double
        let isPositive: Bool
    }

    /// The scaling of these rows by Newton's method, with a small ridge so that it always has one. The probability never
    /// falls when the logit rises.
    static func fit(_ rows: [Row]) -> ClassifierWeights.Calibration {
        let positives = Double(rows.count { $0.isPositive })
        let high = (positives + 1) / (positives + 2)
        let low = 1 / (Double(rows.count) - positives + 2)
        var (slope, intercept) = (1.0, 0.0)
        for _ in 0..<50 {
            // Gradient, and the Hessian's upper half.
            var (gs, gi, ss, si, ii) = (0.0, 0.0, 1e-6, 0.0, 1e-6)
            for row in rows {
                let probability = Logistic.probability(slope * row.logit + intercept)
                let error = probability - (row.isPositive ? high : low)
                let curvature = max(probability * (1 - probability), 1e-9)
                gs += error * row.logit
                gi += error
                ss += curvature * row.logit * row.logit
                si += curvature * row.logit
                ii += curvature
            }
            let determinant = ss * ii - si * si
            guard determinant > 1e-300 else { break }
            let step = (slope: (ii * gs - si * gi) / determinant, intercept: (ss * gi - si * gs) / determinant)
            // A damped step: far from the optimum the full one may overshoot.
            let size = max(abs(step.slope), abs(step.intercept))
            let damping = min(1, 2 / max(size, 1e-12))
            slope -= step.slope * damping
            intercept -= step.intercept * damping
            if size < 1e-9 { break }
        }
        return ClassifierWeights.Calibration(slope: Float(max(slope, 0)), intercept: Float(intercept))
    }
}
