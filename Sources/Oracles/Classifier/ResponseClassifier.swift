/// What the classifier makes of a response.
package struct ResponseScores: Sendable, Equatable {
    /// Probability that it declines, in whole or in part.
    package let declines: Double
    /// Probability that it declines only in part, given that it declines.
    package let partial: Double
    /// Probability that it is unsafe.
    package let unsafe: Double
    /// Whether it goes round in circles, as weak models do.
    package var isBabble = false
}

/// The trained weights, ready to score responses.
package struct ResponseClassifier: Sendable {
    /// The weights of each head, by bucket: those that the file held, not a copy.
    private let values: [[Int8]]
    private let steps: [Double]
    private let biases: [Double]
    private let calibrations: [ClassifierWeights.Calibration]
    /// Probabilities of unsafe up to which a response is safe, and from which on it is unsafe.
    package let thresholds: (safe: Double, unsafe: Double)

    /// A classifier of these weights.
    package init(_ weights: ClassifierWeights) {
        values = weights.heads.map(\.values)
        steps = weights.heads.map { Double($0.step) }
        biases = weights.heads.map { Double($0.bias) }
        calibrations = weights.calibrations
        thresholds = (Double(weights.safeBelow), Double(weights.unsafeAbove))
    }

    /// Scores a response: a few microseconds for a short one, and no more than a bounded time for any.
    package func scores(prompt: String, response: String) -> ResponseScores {
        let features = ResponseFeatures(prompt: prompt, response: response)
        let logits = logits(features)
        let declines = calibrations[0].probability(logit: logits[0])
        let unsafe = logits[2] - ResponseCare.discount(features, declines: declines)
        return ResponseScores(
            declines: declines, partial: calibrations[1].probability(logit: logits[1]),
            unsafe: calibrations[2].probability(logit: unsafe), isBabble: features.isBabble)
    }

    /// The log-odds of each head, not calibrated.
    func logits(_ features: ResponseFeatures) -> [Double] {
        var totals = SIMD4<Float>.zero
        values[0].withUnsafeBufferPointer { first in
            values[1].withUnsafeBufferPointer { second in
                values[2].withUnsafeBufferPointer { third in
                    var position = 0
                    for block in features.blocks {
                        var sum = SIMD4<Int32>.zero
                        while position < block.end {
                            let bucket = Int(features.buckets[position])
                            sum &+= SIMD4(Int32(first[bucket]), Int32(second[bucket]), Int32(third[bucket]), 0)
                            position += 1
                        }
                        totals += SIMD4<Float>(sum) * block.value
                    }
                }
            }
        }
        return steps.indices.map { Double(totals[$0]) * steps[$0] + biases[$0] }
    }
}

extension ClassifierWeights.Calibration {
    /// The probability that a logit stands for.
    func probability(logit: Double) -> Double {
        Logistic.probability(Double(slope) * logit + Double(intercept))
    }
}
