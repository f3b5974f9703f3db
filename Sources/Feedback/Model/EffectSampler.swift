import Foundation
import Foundations
import SafetyGrid

/// Draws the effects of a fit from their joint posterior, correlations and all.
///
/// Perturb and solve (Papandreou and Yuille 2010, "Gaussian sampling by local perturbations"): noise of the size of each
/// observation's and prior's own is added, and the mean of the noisy model is an exact draw of the normal posterior. The
/// system is solved by conjugate gradients (Hestenes and Stiefel 1952), scaled by its diagonal.
struct EffectSampler {
    /// A posterior that depends on d effects is solved in d steps; this many leave an error far below a draw's spread.
    private static let steps = 40
    private static let tolerance = 1e-4

    private let layout: EffectLayout
    private let tested: [Int]
    private let weights: [Double]
    private let weighted: [Double]
    private let priorPrecisions: [Double]
    private let priorMean: Double
    private let diagonal: [Double]

    init(
        layout: EffectLayout, tested: [Int], weights: [Double], weighted: [Double], priorPrecisions: [Double],
        priorMean: Double
    ) {
        self.layout = layout
        self.tested = tested
        self.weights = weights
        self.weighted = weighted
        self.priorPrecisions = priorPrecisions
        self.priorMean = priorMean
        var diagonal = priorPrecisions
        for (place, cell) in tested.enumerated() {
            for effect in layout.effects(of: cell) { diagonal[Int(effect)] += weights[place] }
        }
        self.diagonal = diagonal
    }

    /// One draw of all effects.
    func draw(using random: inout SeededRandom) -> [Double] {
        var target = priorPrecisions.map { $0.squareRoot() * random.normal() }
        target[0] += priorPrecisions[0] * priorMean
        for (place, cell) in tested.enumerated() {
            let value = weighted[place] + weights[place].squareRoot() * random.normal()
            for effect in layout.effects(of: cell) { target[Int(effect)] += value }
        }
        return solve(target)
    }

    private func solve(_ target: [Double]) -> [Double] {
        var solution = [Double](repeating: 0, count: target.count)
        var residual = target
        var scaled = zip(residual, diagonal).map { $0 / $1 }
        var direction = scaled
        var product = zip(residual, scaled).reduce(0) { $0 + $1.0 * $1.1 }
        let enough = product * Self.tolerance * Self.tolerance
        for _ in 0..<Self.steps where product > enough {
            let image = times(direction)
            let length = product / zip(direction, image).reduce(0) { $0 + $1.0 * $1.1 }
            for effect in solution.indices {
                solution[effect] += length * direction[effect]
                residual[effect] -= length * image[effect]
            }
            for effect in scaled.indices { scaled[effect] = residual[effect] / diagonal[effect] }
            let next = zip(residual, scaled).reduce(0) { $0 + $1.0 * $1.1 }
            for effect in direction.indices {
                direction[effect] = scaled[effect] + next / product * direction[effect]
            }
            product = next
        }
        return solution
    }

    /// The posterior's precision matrix times a vector of effects.
    private func times(_ vector: [Double]) -> [Double] {
        var result = zip(priorPrecisions, vector).map { $0 * $1 }
        for (place, cell) in tested.enumerated() {
            var sum = 0.0
            for effect in layout.effects(of: cell) { sum += vector[Int(effect)] }
            sum *= weights[place]
            for effect in layout.effects(of: cell) { result[Int(effect)] += sum }
        }
        return result
    }
}
