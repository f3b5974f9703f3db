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
    /// One number for each of the draws that are solved side by side: an effect is looked up once for all of them.
    private typealias Lanes = SIMD8<Double>
    private static let mostSums = 64
    private static let drawTolerance = 1e-4
    /// Greater, because the error of a variance is as the square of the solution's.
    private static let varianceTolerance = 1e-3

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

    /// Draws of all effects. Every draw has a part of `random` of its own, so that they can be solved side by side.
    ///
    /// - Parameters:
    ///   - count: how many
    ///   - random: the stream; afterwards it stands behind the last draw's part
    func draws(_ count: Int, using random: inout SeededRandom) -> [[Double]] {
        var draws: [[Double]] = []
        while draws.count < count {
            var streams: [SeededRandom] = []
            for _ in 0..<min(Lanes.scalarCount, count - draws.count) {
                streams.append(random)
                random.skip(2 * (priorPrecisions.count + tested.count))
            }
            let solution = solve(targets(&streams), tolerance: Self.drawTolerance)
            for lane in streams.indices { draws.append(solution.map { $0[lane] }) }
        }
        return draws
    }

    /// Variances of weighted sums of the effects. A sum costs as much as a draw, so that those of more than ``mostSums`` come
    /// from as many draws.
    ///
    /// - Parameter sums: the weights of the effects in each
    func variances(of sums: [[Double]]) -> [Double] {
        guard sums.count <= Self.mostSums else { return drawnVariances(of: sums) }
        return stride(from: 0, to: sums.count, by: Lanes.scalarCount).flatMap { start in
            let side = sums[start..<min(start + Lanes.scalarCount, sums.count)]
            let target = priorPrecisions.indices.map { effect in
                var lanes = Lanes.zero
                for (lane, weights) in side.enumerated() { lanes[lane] = weights[effect] }
                return lanes
            }
            let variances = Self.product(target, solve(target, tolerance: Self.varianceTolerance))
            return side.indices.map { variances[$0 - start] }
        }
    }

    private func drawnVariances(of sums: [[Double]]) -> [Double] {
        var random = SeededRandom(seed: 1, "variances")
        let draws = draws(Self.mostSums, using: &random)
        return sums.map { weights in
            let values = draws.map { effects in
                weights.indices.reduce(0.0) { $0 + weights[$1] * effects[$1] }
            }
            let mean = values.reduce(0, +) / Double(values.count)
            return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
        }
    }

    /// Right-hand sides of a draw for each stream; zeros in the lanes without one.
    private func targets(_ streams: inout [SeededRandom]) -> [Lanes] {
        func normals() -> Lanes {
            var lanes = Lanes.zero
            for lane in streams.indices { lanes[lane] = streams[lane].normal() }
            return lanes
        }
        var target = priorPrecisions.map { $0.squareRoot() * normals() }
        for lane in streams.indices { target[0][lane] += priorPrecisions[0] * priorMean }
        for (place, cell) in tested.enumerated() {
            let value = Lanes(repeating: weighted[place]) + weights[place].squareRoot() * normals()
            for effect in layout.effects(of: cell) { target[Int(effect)] += value }
        }
        return target
    }

    /// Solves a system in each lane. A lane that is done stands still, so that no draw depends on its neighbours.
    private func solve(_ target: [Lanes], tolerance: Double) -> [Lanes] {
        var solution = [Lanes](repeating: .zero, count: target.count)
        var residual = target
        var scaled = zip(residual, diagonal).map { $0 / $1 }
        var direction = scaled
        var image = solution
        var product = Self.product(residual, scaled)
        let enough = product * tolerance * tolerance
        for _ in 0..<Self.steps {
            let isOpen = product .> enough
            guard any(isOpen) else { break }
            multiply(direction, into: &image)
            let length = Lanes.zero.replacing(with: product / Self.product(direction, image), where: isOpen)
            for effect in solution.indices {
                solution[effect] += length * direction[effect]
                residual[effect] -= length * image[effect]
                scaled[effect] = residual[effect] / diagonal[effect]
            }
            let next = Self.product(residual, scaled)
            let share = Lanes.zero.replacing(with: next / product, where: isOpen)
            for effect in direction.indices { direction[effect] = scaled[effect] + share * direction[effect] }
            product.replace(with: next, where: isOpen)
        }
        return solution
    }

    private static func product(_ first: [Lanes], _ second: [Lanes]) -> Lanes {
        var sum = Lanes.zero
        for place in first.indices { sum += first[place] * second[place] }
        return sum
    }

    /// The posterior's precision matrix times a vector of effects. It is most of the work of a draw, hence the pointers.
    private func multiply(_ vector: [Lanes], into result: inout [Lanes]) {
        for effect in vector.indices { result[effect] = priorPrecisions[effect] * vector[effect] }
        let width = layout.groups.count
        vector.withUnsafeBufferPointer { vector in
            result.withUnsafeMutableBufferPointer { result in
                layout.members.withUnsafeBufferPointer { members in
                    for (place, cell) in tested.enumerated() {
                        let own = UnsafeBufferPointer(rebasing: members[(cell * width)..<((cell + 1) * width)])
                        var sum = Lanes.zero
                        for effect in own { sum += vector[Int(effect)] }
                        sum *= weights[place]
                        for effect in own { result[Int(effect)] += sum }
                    }
                }
            }
        }
    }
}
