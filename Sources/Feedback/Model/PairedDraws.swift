import Foundations

/// Draws the rates of all cells from their posteriors given their effects, two draws side by side. The sums over a cell's
/// points are chains in which each waits for the one before, and two of them take no longer than one.
struct PairedDraws {
    /// A number of each draw.
    private typealias Two = SIMD2<Double>

    private let posterior: RatePosterior
    private let densities: KindDensities
    /// Both draws' densities, as ``KindDensities/fill(_:mean:)`` wants them, and what the weights add up to at each point.
    private let memory: UnsafeMutablePointer<Two>
    private static let room = 3 * LogitAxis.count

    /// Passes a value whose memory lasts as long as `body`.
    static func with<Result>(_ posterior: RatePosterior, _ body: (PairedDraws) -> Result) -> Result {
        withUnsafeTemporaryAllocation(of: Two.self, capacity: 2 * room + LogitAxis.count) { memory in
            memory.initialize(repeating: .zero)
            guard let start = memory.baseAddress else { preconditionFailure("an axis has points") }
            return body(PairedDraws(posterior, start))
        }
    }

    private init(_ posterior: RatePosterior, _ memory: UnsafeMutablePointer<Two>) {
        self.posterior = posterior
        self.memory = memory
        densities = posterior.drawDensities
    }

    /// The rates of all cells, by cell id.
    ///
    /// - Parameter draws: one or two, each with its effects and the stream that its rates are drawn from
    func rates(of draws: ArraySlice<(effects: [Double], random: SeededRandom)>) -> [[Double]] {
        guard let first = draws.first, let second = draws.last else { return [] }
        var streams = (first.random, second.random)
        var rates = [[Double]](repeating: [Double](repeating: 0, count: posterior.cellCount), count: 2)
        posterior.table.values.withUnsafeBufferPointer { likelihoods in
            guard let likelihoods = likelihoods.baseAddress else { return }
            for cell in 0..<posterior.cellCount {
                densities.fill(
                    memory + LogitAxis.count, mean: posterior.predictor(of: cell, effects: first.effects),
                    memory + LogitAxis.count + Self.room, mean: posterior.predictor(of: cell, effects: second.effects))
                let levels = Two(streams.0.unit(), streams.1.unit())
                let drawn = pair(at: levels, likelihoods + posterior.table.rows[cell])
                rates[0][cell] = drawn.x
                rates[1][cell] = drawn.y
            }
        }
        return Array(rates.prefix(draws.count))
    }

    /// The rates below which the shares `levels` of the posteriors lie whose densities are filled. Every point is passed,
    /// whatever the levels: a way out that no processor can foretell costs more than the points behind it.
    private func pair(at levels: Two, _ likelihoods: UnsafePointer<Double>) -> Two {
        let first = memory + LogitAxis.count
        let second = first + Self.room
        let below = memory + 2 * Self.room
        var (common, odd) = (Two.zero, Two.zero)
        for point in 0..<LogitAxis.count {
            let likelihood = likelihoods[point]
            let (one, other) = (first[point], second[point])
            let commons = Two(one.x, other.x) * likelihood
            let odds = Two(one.y, other.y) * likelihood
            common += commons
            odd += odds
            below[point] = commons + odds
        }
        let scales = Two(CellIntegral.scale(Kinds(common.x, odd.x)), CellIntegral.scale(Kinds(common.y, odd.y)))
        var sums = Two.zero
        var points = Two.zero
        for point in 0..<LogitAxis.count {
            let weights = below[point] * scales
            below[point] = sums
            first[point] = weights
            sums += weights
            points += Two(repeating: 1).replacing(with: Two.zero, where: sums .>= levels)
        }
        return Two(rate(at: levels.x, Int(points.x), 0), rate(at: levels.y, Int(points.y), 1))
    }

    private func rate(at level: Double, _ point: Int, _ draw: Int) -> Double {
        guard point < LogitAxis.count else { return posterior.axis.rates[LogitAxis.count - 1] }
        let below = (memory + 2 * Self.room)[point][draw]
        return posterior.axis.rate(
            at: level, point: point, below: below, weight: (memory + LogitAxis.count)[point][draw])
    }
}
