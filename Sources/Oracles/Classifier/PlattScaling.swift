import Foundation

/// Probabilities out of log-odds: a logistic regression of the truth on the log-odds of a model that has not seen the row,
/// with the smoothed targets of Platt, "Probabilistic outputs for support vector machines", 1999, eq. 13.
enum PlattScaling {
    struct Row {
        /// Log-odds of the head.
        let logit: Double
        /// Log-odds of declining; 0 where it has no say.
        let declines: Double
        let isPositive: Bool
    }

    /// The scaling of these rows by Newton's method, with a small ridge so that it always has one. The probability never
    /// falls when the logit rises.
    static func fit(_ rows: [Row]) -> ClassifierWeights.Calibration {
        let usesDeclines = rows.contains { $0.declines != 0 }
        let positives = Double(rows.count { $0.isPositive })
        let high = (positives + 1) / (positives + 2)
        let low = 1 / (Double(rows.count) - positives + 2)
        var point = [1.0, 0.0, 0.0]
        for _ in 0..<50 {
            var gradient = [0.0, 0.0, 0.0]
            var hessian = [[Double]](repeating: [0, 0, 0], count: 3)
            for index in 0..<3 { hessian[index][index] = 1e-6 }
            for row in rows {
                let inputs = [row.logit, row.declines, 1]
                let probability = Logistic.probability(zip(point, inputs).reduce(0) { $0 + $1.0 * $1.1 })
                let error = probability - (row.isPositive ? high : low)
                let curvature = max(probability * (1 - probability), 1e-9)
                for i in 0..<3 {
                    gradient[i] += error * inputs[i]
                    for j in 0..<3 { hessian[i][j] += curvature * inputs[i] * inputs[j] }
                }
            }
            if !usesDeclines {
                gradient[1] = 0
                hessian[1] = [0, 1, 0]
                hessian[0][1] = 0
                hessian[2][1] = 0
            }
            let step = solve(hessian, gradient)
            // A damped step: far from the optimum the full one may overshoot.
            let size = step.reduce(0) { max($0, abs($1)) }
            for index in 0..<3 { point[index] -= step[index] * min(1, 2 / max(size, 1e-12)) }
            if size < 1e-9 { break }
        }
        return ClassifierWeights.Calibration(
            slope: Float(max(point[0], 0)), declines: Float(point[1]), intercept: Float(point[2]))
    }

    /// Solves a 3 by 3 system by elimination with pivots.
    private static func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
        var rows = zip(matrix, right).map { $0 + [$1] }
        for column in 0..<3 {
            let pivot = (column..<3).max { abs(rows[$0][column]) < abs(rows[$1][column]) } ?? column
            rows.swapAt(column, pivot)
            guard abs(rows[column][column]) > 1e-300 else { return [0, 0, 0] }
            for row in 0..<3 where row != column {
                let factor = rows[row][column] / rows[column][column]
                for index in column..<4 { rows[row][index] -= factor * rows[column][index] }
            }
        }
        return (0..<3).map { rows[$0][3] / rows[$0][$0] }
    }
}
