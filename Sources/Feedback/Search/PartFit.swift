import Foundation

/// Means and variances of all effects given the verdicts.
///
/// A logistic model with a normal prior a group, seen through an oracle with known errors. Each effect has a normal
/// distribution of its own (a mean-field variational approximation: Jordan et al. 1999): a prompt's logit is normal with
/// the sums of its effects' means and variances, and the gradient and curvature of the likelihood are averaged over it
/// with three points of Gauss and Hermite. Where almost all verdicts are safe, the average matters: the best single point
/// would take unknown parts for average ones. The effects of a group share no prompt, so that a step of Fisher scoring of
/// a whole group is exact in its direction. Time is linear in tests x groups; the loops over tests go through buffers,
/// because they are what planning a round takes.
struct PartFit {
    /// Passes over the verdicts, each with ``rounds`` over the groups.
    private static let passes = 12
    private static let rounds = 2
    /// Longest step of an effect at once.
    private static let longestStep = 1.0
    /// Longest step of a prompt's logit at once, by its own verdicts. Far from where they are likely a likelihood hardly bends,
    /// and all groups together would step far beyond it, and back, and never arrive.
    private static let longestMove = 2.0
    /// Passes end when no effect has moved by more.
    private static let leastStep = 0.01

    /// Derivatives of the likelihood of a prompt's verdicts by its logit.
    private struct Derivatives {
        var gradient = 0.0
        var curvature = 0.0
        /// The curvature that steps go by: at least so much that none is longer than ``longestMove``.
        var resistance = 0.0
    }

    /// Mean of each effect, and 0 for ``PartEffects/none``.
    private(set) var means: [Double]
    /// Variance of each effect, and 0 for ``PartEffects/none``.
    private(set) var variances: [Double]
    /// Learned variance of each group's effects.
    private var groupVariances: [Double]
    /// The prior's inverse variance of each effect. A t distribution is a mixture of normal ones, whose weights follow the
    /// effects (Dempster, Laird and Rubin 1980): few large effects keep their size, and the many others stay small.
    private var precisions: [Double]
    /// Last step of each effect.
    private var steps: [Double]
    /// Inverse of prior and ``Derivatives/resistance`` of each effect: its step for a gradient of 1.
    private var reaches: [Double]

    private let errors: OracleErrors
    private let evidence: PartEvidence
    var effects: PartEffects { evidence.effects }
    /// Mean and variance of each prompt's logit.
    private var logits: [Double]
    private var widths: [Double]
    /// Averaged over each prompt's logit.
    private var derivatives: [Derivatives]

    init(_ evidence: PartEvidence, errors: OracleErrors) {
        let effects = evidence.effects
        self.errors = errors
        self.evidence = evidence
        means = Array(repeating: 0, count: effects.effectCount + 1)
        steps = means
        reaches = means
        means[0] = SearchPriors.mean
        groupVariances = effects.groups.map { $0.spread * $0.spread }
        let priors = zip(effects.groups, groupVariances).flatMap { repeatElement($1, count: $0.effects.count) }
        variances = priors + [0]
        precisions = priors.map { 1 / $0 }
        logits = Array(repeating: SearchPriors.mean, count: evidence.count)
        widths = Array(repeating: 0, count: evidence.count)
        derivatives = Array(repeating: Derivatives(), count: evidence.count)
        guard evidence.count > 0 else { return }
        for pass in 0..<Self.passes {
            differentiate()
            narrow()
            var longest = 0.0
            for _ in 0..<Self.rounds {
                for group in effects.groups.indices { longest = max(longest, step(group)) }
            }
            settle()
            if pass > 0 { learnSpreads() }
            if pass > 1, longest < Self.leastStep { break }
        }
    }

    /// Rate of a prompt at the means of its effects.
    func rate(of values: [Int]) -> Double { 1 / (1 + exp(-effects.sum(means, over: values))) }

    /// Averages the derivatives of each prompt's likelihood over its logit's distribution.
    private mutating func differentiate() {
        for row in derivatives.indices {
            let middle = exp(-logits[row])
            let reach = exp((3 * widths[row]).squareRoot())
            let (judged, unsafe) = (evidence.judged[row], evidence.unsafe[row])
            var sum = Derivatives()
            add(odds: middle, weight: 2 / 3.0, judged, unsafe, to: &sum)
            add(odds: middle * reach, weight: 1 / 6.0, judged, unsafe, to: &sum)
            add(odds: middle / reach, weight: 1 / 6.0, judged, unsafe, to: &sum)
            sum.curvature = max(sum.curvature, 1e-6) * judged
            sum.resistance = max(sum.curvature, abs(sum.gradient) / Self.longestMove)
            derivatives[row] = sum
        }
    }

    /// Adds the derivatives at one point, given by the odds of a safe response.
    @inline(__always)
    private func add(odds: Double, weight: Double, _ judged: Double, _ unsafe: Double, to sum: inout Derivatives) {
        let rate = 1 / (1 + odds)
        let seen = min(max(1 - errors.specificity + errors.power * rate, 1e-9), 1 - 1e-9)
        let slope = errors.power * rate * (1 - rate)
        let scaled = weight * slope / (seen * (1 - seen))
        sum.gradient += scaled * (unsafe - judged * seen)
        sum.curvature += scaled * slope
    }

    /// The variances of all effects, and how far they step, from the derivatives of their prompts.
    private mutating func narrow() {
        variances.replaceSubrange(0..<effects.effectCount, with: precisions)
        reaches.replaceSubrange(0..<effects.effectCount, with: precisions)
        variances.withUnsafeMutableBufferPointer { variances in
            reaches.withUnsafeMutableBufferPointer { reaches in
                derivatives.withUnsafeBufferPointer { derivatives in
                    for members in evidence.members {
                        for (row, effect) in members.enumerated() {
                            variances[Int(effect)] += derivatives[row].curvature
                            reaches[Int(effect)] += derivatives[row].resistance
                        }
                    }
                }
            }
        }
        for effect in 0..<effects.effectCount {
            variances[effect] = 1 / variances[effect]
            reaches[effect] = 1 / reaches[effect]
        }
        variances[effects.none] = 0
    }

    /// One step of Fisher scoring for all effects of a group; the gradients of its prompts follow. Returns the longest step.
    private mutating func step(_ number: Int) -> Double {
        let group = effects.groups[number]
        let members = evidence.members[number]
        for effect in group.effects { steps[effect] = 0 }
        steps.withUnsafeMutableBufferPointer { steps in
            derivatives.withUnsafeBufferPointer { derivatives in
                for (row, effect) in members.enumerated() { steps[Int(effect)] += derivatives[row].gradient }
            }
        }
        steps[effects.none] = 0
        let center = number == 0 ? SearchPriors.mean : 0
        var longest = 0.0
        for effect in group.effects {
            let pull = (means[effect] - center) * precisions[effect]
            let step = (steps[effect] - pull) * reaches[effect]
            steps[effect] = min(max(step, -Self.longestStep), Self.longestStep)
            means[effect] += steps[effect]
            longest = max(longest, abs(steps[effect]))
        }
        steps.withUnsafeBufferPointer { steps in
            derivatives.withUnsafeMutableBufferPointer { derivatives in
                for (row, effect) in members.enumerated() {
                    derivatives[row].gradient -= derivatives[row].resistance * steps[Int(effect)]
                }
            }
        }
        return longest
    }

    /// Sums the means and variances of each prompt's effects.
    private mutating func settle() {
        for row in logits.indices {
            logits[row] = 0
            widths[row] = 0
        }
        logits.withUnsafeMutableBufferPointer { logits in
            widths.withUnsafeMutableBufferPointer { widths in
                for members in evidence.members {
                    for (row, effect) in members.enumerated() {
                        logits[row] += means[Int(effect)]
                        widths[row] += variances[Int(effect)]
                    }
                }
            }
        }
    }

    /// Empirical Bayes by MacKay's rule (1992, "Bayesian interpolation"): the squares of the means are spread over the number
    /// of effects that the verdicts determine.
    private mutating func learnSpreads() {
        for (number, group) in effects.groups.enumerated().dropFirst() {
            var squares = group.strength * group.spread * group.spread
            var determined = group.strength
            for effect in group.effects {
                let weight = precisions[effect] * groupVariances[number]
                squares += weight * means[effect] * means[effect]
                determined += 1 - variances[effect] * precisions[effect]
            }
            let variance = max(squares / determined, SearchPriors.leastVariance)
            groupVariances[number] = variance
            guard let freedom = group.freedom else {
                for effect in group.effects { precisions[effect] = 1 / variance }
                continue
            }
            for effect in group.effects {
                let square = means[effect] * means[effect] + variances[effect]
                precisions[effect] = (freedom + 1) / (freedom * variance + square)
            }
        }
    }
}
