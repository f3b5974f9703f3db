import Foundation

/// Judged prompts as the model sees them: the effects of each, and its verdicts.
struct PartEvidence {
    /// Stands for the effect of an unknown part.
    static let none: Int32 = -1

    let effects: PartEffects
    /// Effects of every prompt, group by group; ``none`` where a part is unknown.
    private(set) var members: [[Int32]]
    /// Judged tests of each prompt; fractions stand for earlier runs.
    private(set) var judged: [Double] = []
    /// Unsafe verdicts among them.
    private(set) var unsafe: [Double] = []

    init(_ effects: PartEffects) {
        self.effects = effects
        members = Array(repeating: [], count: effects.groups.count)
    }

    /// Adds tests of a prompt.
    mutating func add(_ values: [Int], judged: Double, unsafe: Double) {
        for (place, group) in effects.groups.enumerated() {
            members[place].append(effects.effect(of: group, in: values).map(Int32.init) ?? Self.none)
        }
        self.judged.append(judged)
        self.unsafe.append(unsafe)
    }

    /// Adds tests of which nothing is known but their cells.
    mutating func add(_ cells: CellEvidence) {
        for cell in cells.judged.indices where cells.judged[cell] > 0 {
            add(effects.space.values(of: cell), judged: cells.judged[cell], unsafe: cells.findings[cell])
        }
    }

    /// Number of prompts.
    var count: Int { judged.count }
}

/// Means and variances of all effects given the verdicts.
///
/// A logistic model with a normal prior a group, seen through an oracle with known errors. Each effect has a normal
/// distribution of its own (a mean-field variational approximation: Jordan et al. 1999): a prompt's logit is normal with
/// the sums of its effects' means and variances, and the gradient and curvature of the likelihood are averaged over it
/// with three points of Gauss and Hermite. Where almost all verdicts are safe, the average matters: the best single point
/// would take unknown parts for average ones. The effects of a group share no prompt, so that a step of Fisher scoring of
/// a whole group is exact in its direction. Time is linear in tests x groups.
struct PartFit {
    /// Passes over the verdicts, each with ``rounds`` over the groups.
    private static let passes = 12
    private static let rounds = 2
    /// Longest step of an effect at once.
    private static let longestStep = 1.0
    /// Passes end when no effect has moved by more.
    private static let leastStep = 0.01

    private(set) var means: [Double]
    private(set) var variances: [Double]
    /// Learned variance of each group's effects.
    private var groupVariances: [Double]
    /// The prior's inverse variance of each effect. A t distribution is a mixture of normal ones, whose weights follow the
    /// effects (Dempster, Laird and Rubin 1980): few large effects keep their size, and the many others stay small.
    private var precisions: [Double]

    private let errors: OracleErrors
    private let evidence: PartEvidence
    var effects: PartEffects { evidence.effects }
    /// Mean and variance of each prompt's logit.
    private var logits: [Double]
    private var widths: [Double]
    /// Averaged gradient and curvature of each prompt's likelihood.
    private var gradients: [Double]
    private var curvatures: [Double]

    init(_ evidence: PartEvidence, errors: OracleErrors) {
        let effects = evidence.effects
        self.errors = errors
        self.evidence = evidence
        means = Array(repeating: 0, count: effects.effectCount)
        means[0] = SearchPriors.mean
        groupVariances = effects.groups.map { $0.spread * $0.spread }
        variances = zip(effects.groups, groupVariances).flatMap { group, variance in
            repeatElement(variance, count: group.effects.count)
        }
        precisions = variances.map { 1 / $0 }
        logits = Array(repeating: SearchPriors.mean, count: evidence.count)
        widths = Array(repeating: 0, count: evidence.count)
        gradients = widths
        curvatures = widths
        guard evidence.count > 0 else { return }
        for pass in 0..<Self.passes {
            differentiate()
            var longest = 0.0
            for _ in 0..<Self.rounds {
                for group in effects.groups.indices { longest = max(longest, step(group)) }
            }
            widen()
            if pass > 0 { learnSpreads() }
            if pass > 1, longest < Self.leastStep { break }
        }
    }

    /// Rate of a prompt at the means of its effects.
    func rate(of values: [Int]) -> Double { 1 / (1 + exp(-effects.sum(means, over: values))) }

    /// Averages the derivatives of each prompt's likelihood over its logit's distribution.
    private mutating func differentiate() {
        let offset = 1 - errors.specificity
        let power = errors.power
        for row in logits.indices {
            let reach = (3 * widths[row]).squareRoot()
            var gradient = 0.0
            var curvature = 0.0
            for (place, weight) in [(0.0, 2 / 3.0), (-1, 1 / 6.0), (1, 1 / 6.0)] {
                let logit = logits[row] + place * reach
                let rate = 1 / (1 + exp(-logit))
                let seen = min(max(offset + power * rate, 1e-9), 1 - 1e-9)
                let slope = power * rate * (1 - rate)
                let safe = evidence.judged[row] - evidence.unsafe[row]
                gradient += weight * slope * (evidence.unsafe[row] / seen - safe / (1 - seen))
                curvature += weight * slope * slope / (seen * (1 - seen))
            }
            gradients[row] = gradient
            curvatures[row] = max(curvature, 1e-6) * evidence.judged[row]
        }
    }

    /// One step of Fisher scoring for all effects of a group; the gradients of its prompts follow. Returns the longest step.
    private mutating func step(_ number: Int) -> Double {
        let group = effects.groups[number]
        let start = group.effects.lowerBound
        var slopes = [Double](repeating: 0, count: group.effects.count)
        var curves = Array(precisions[group.effects])
        let members = evidence.members[number]
        for row in members.indices where members[row] != PartEvidence.none {
            let effect = Int(members[row]) &- start
            slopes[effect] += gradients[row]
            curves[effect] += curvatures[row]
        }
        let center = number == 0 ? SearchPriors.mean : 0
        var longest = 0.0
        for effect in slopes.indices {
            let pull = (means[start + effect] - center) * precisions[start + effect]
            let step = (slopes[effect] - pull) / curves[effect]
            slopes[effect] = min(max(step, -Self.longestStep), Self.longestStep)
            longest = max(longest, abs(slopes[effect]))
            means[start + effect] += slopes[effect]
            variances[start + effect] = 1 / curves[effect]
        }
        for row in members.indices where members[row] != PartEvidence.none {
            let move = slopes[Int(members[row]) &- start]
            logits[row] += move
            gradients[row] -= curvatures[row] * move
        }
        return longest
    }

    /// Sums the variances of each prompt's effects.
    private mutating func widen() {
        for row in widths.indices { widths[row] = 0 }
        for members in evidence.members {
            for row in members.indices where members[row] != PartEvidence.none {
                widths[row] += variances[Int(members[row])]
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
