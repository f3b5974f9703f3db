import Foundation

/// Trains one logistic regression: the weights that minimise
/// Σ cᵢ·log(1 + exp(-yᵢ·(w·xᵢ + b))) + |w|²/(2C), by L-BFGS (Nocedal and Wright 2006, algorithm 7.5, with backtracking).
///
/// Everything is summed in a fixed order on one thread, so that the same rows in the same order give the same bits.
struct LogisticTrainer {
    /// Inverse strength of the penalty, above 0.
    var regularisation = 10.0
    /// Most steps.
    var iterations = 60
    /// The search ends when the loss falls by less than this share of itself.
    var tolerance = 1e-4
    private let memory = 8

    /// One row of training.
    struct Row {
        let features: ResponseFeatures
        let isPositive: Bool
        /// Weight of the row, above 0.
        let weight: Double
    }

    /// What was learned: a weight a bucket, and the bias.
    struct Model {
        var weights: [Float]
        var bias: Double

        /// The log-odds of a row.
        func logit(_ features: ResponseFeatures) -> Double {
            weights.withUnsafeBufferPointer { bias + features.dot($0) }
        }
    }

    /// The model of `rows`; the bias alone when all rows are on one side or there are none.
    func model(of rows: [Row]) -> Model {
        let used = UsedBuckets(rows)
        guard used.areFew else { return model(of: rows, count: ResponseFeatures.bucketCount) }
        let few = rows.map {
            Row(features: $0.features.renumbered(used.number), isPositive: $0.isPositive, weight: $0.weight)
        }
        var model = model(of: few, count: used.buckets.count)
        model.weights = used.spread(model.weights)
        return model
    }

    /// The same over buckets `0 ..< count`.
    func model(of rows: [Row], count: Int) -> Model {
        var point = Parameters(count: count)
        var gradient = point
        var loss = evaluate(rows, at: point, gradient: &gradient)
        var steps: [(step: Parameters, change: Parameters, curvature: Double)] = []
        for _ in 0..<iterations {
            let direction = descent(gradient, steps)
            guard let next = search(rows, from: point, loss: loss, gradient: gradient, along: direction) else { break }
            let step = next.point.minus(point)
            let change = next.gradient.minus(gradient)
            let curvature = step.dot(change)
            if curvature > 1e-12 {
                steps.append((step, change, curvature))
                if steps.count > memory { steps.removeFirst() }
            }
            let gain = loss - next.loss
            (point, gradient, loss) = (next.point, next.gradient, next.loss)
            if gain < tolerance * loss { break }
        }
        return Model(weights: point.weights, bias: Double(point.bias))
    }

    /// The two-loop recursion: the gradient times an estimate of the inverse Hessian, negated.
    private func descent(
        _ gradient: Parameters, _ steps: [(step: Parameters, change: Parameters, curvature: Double)]
    ) -> Parameters {
        var direction = gradient
        var factors: [Double] = []
        for (step, change, curvature) in steps.reversed() {
            let factor = step.dot(direction) / curvature
            direction.add(change, times: -factor)
            factors.append(factor)
        }
        let scale = steps.last.map { $0.curvature / $0.change.dot($0.change) } ?? 1 / max(gradient.norm, 1e-12)
        direction.scale(by: scale)
        for ((step, change, curvature), factor) in zip(steps, factors.reversed()) {
            direction.add(step, times: factor - change.dot(direction) / curvature)
        }
        direction.scale(by: -1)
        return direction
    }

    /// Halves the step until the loss falls enough (Armijo); nil when it no longer does.
    private func search(
        _ rows: [Row], from point: Parameters, loss: Double, gradient: Parameters, along direction: Parameters
    ) -> (point: Parameters, loss: Double, gradient: Parameters)? {
        let slope = gradient.dot(direction)
        guard slope < 0 else { return nil }
        var length = 1.0
        var next = gradient
        for _ in 0..<20 {
            var candidate = point
            candidate.add(direction, times: length)
            let reached = evaluate(rows, at: candidate, gradient: &next)
            if reached <= loss + 1e-4 * length * slope { return (candidate, reached, next) }
            length /= 2
        }
        return nil
    }

    private func evaluate(_ rows: [Row], at point: Parameters, gradient: inout Parameters) -> Double {
        let penalty = 1 / regularisation
        var loss = 0.0
        gradient.become(point, times: penalty)
        gradient.bias = 0
        point.weights.withUnsafeBufferPointer { weights in
            loss = penalty / 2 * Parameters.squares(weights)
            gradient.weights.withUnsafeMutableBufferPointer { slopes in
                for row in rows {
                    let sign = row.isPositive ? 1.0 : -1.0
                    let margin = sign * (Double(point.bias) + row.features.dot(weights))
                    loss += row.weight * Logistic.softplus(-margin)
                    let slope = -sign * row.weight * Logistic.probability(-margin)
                    row.features.add(Float(slope), to: slopes)
                    gradient.bias += Float(slope)
                }
            }
        }
        return loss
    }
}

/// The buckets that some row has. All others keep a weight of 0, so the search need not know of them: over few rows that is
/// most of its work.
private struct UsedBuckets {
    /// The buckets, ascending: sums go in the same order, and give the same bits, as over all buckets.
    let buckets: [Int]
    private let numbers: [UInt32]

    init(_ rows: [LogisticTrainer.Row]) {
        var numbers = [UInt32](repeating: 0, count: ResponseFeatures.bucketCount)
        for row in rows { for bucket in row.features.buckets { numbers[Int(bucket)] = 1 } }
        buckets = numbers.indices.filter { numbers[$0] == 1 }
        for (number, bucket) in buckets.enumerated() { numbers[bucket] = UInt32(number) }
        self.numbers = numbers
    }

    /// Whether leaving the others out is worth a copy of the rows.
    var areFew: Bool { buckets.count < ResponseFeatures.bucketCount / 8 }

    /// The number of a used bucket among the used ones.
    func number(_ bucket: UInt32) -> UInt32 { numbers[Int(bucket)] }

    /// Weights of the used buckets as weights of all.
    func spread(_ weights: [Float]) -> [Float] {
        var all = [Float](repeating: 0, count: ResponseFeatures.bucketCount)
        for (bucket, weight) in zip(buckets, weights) { all[bucket] = weight }
        return all
    }
}

/// The logistic function and its like, safe at both ends.
enum Logistic {
    /// 1 / (1 + exp(-logit)).
    static func probability(_ logit: Double) -> Double {
        logit >= 0 ? 1 / (1 + exp(-logit)) : exp(logit) / (1 + exp(logit))
    }

    /// log(1 + exp(value)).
    static func softplus(_ value: Double) -> Double {
        max(value, 0) + log1p(exp(-abs(value)))
    }
}

/// Weights and bias as one vector.
private struct Parameters {
    var weights: [Float]
    var bias: Float = 0

    init(count: Int) {
        weights = [Float](repeating: 0, count: count)
    }

    var norm: Double { dot(self).squareRoot() }

    static func squares(_ values: UnsafeBufferPointer<Float>) -> Double {
        var sum = 0.0
        for value in values { sum += Double(value) * Double(value) }
        return sum
    }

    func dot(_ other: Parameters) -> Double {
        var sum = Double(bias) * Double(other.bias)
        weights.withUnsafeBufferPointer { mine in
            other.weights.withUnsafeBufferPointer { theirs in
                for index in mine.indices { sum += Double(mine[index]) * Double(theirs[index]) }
            }
        }
        return sum
    }

    mutating func add(_ other: Parameters, times factor: Double) {
        let factor = Float(factor)
        bias += other.bias * factor
        weights.withUnsafeMutableBufferPointer { mine in
            other.weights.withUnsafeBufferPointer { theirs in
                for index in mine.indices { mine[index] += theirs[index] * factor }
            }
        }
    }

    mutating func become(_ other: Parameters, times factor: Double) {
        let factor = Float(factor)
        bias = other.bias * factor
        weights.withUnsafeMutableBufferPointer { mine in
            other.weights.withUnsafeBufferPointer { theirs in
                for index in mine.indices { mine[index] = theirs[index] * factor }
            }
        }
    }

    mutating func scale(by factor: Double) {
        let factor = Float(factor)
        bias *= factor
        for index in weights.indices { weights[index] *= factor }
    }

    func minus(_ other: Parameters) -> Parameters {
        var result = self
        result.add(other, times: -1)
        return result
    }
}
