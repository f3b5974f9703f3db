import Foundations
import SafetyGrid

/// Rates drawn for every cell from its posterior, several times.
struct DrawnRates {
    private let draws: Int
    private var rates: [Float]

    /// - Parameter boldness: part of each draw's distance from the mean that is kept, 0 ... 1
    init(_ posterior: RatePosterior, draws: Int, boldness: [Double], using random: inout SeededRandom) {
        self.draws = draws
        var rates = [Float](repeating: 0, count: draws * posterior.cellCount)
        var below = [Double](repeating: 0, count: LogitAxis.count)
        posterior.forEach(0..<posterior.cellCount) { cell, integral in
            var sum = 0.0
            for point in below.indices {
                sum += integral.weights[point]
                below[point] = sum
            }
            let mean = integral.meanRate
            for draw in 0..<draws {
                let point = below.firstIndex(above: random.unit() * sum)
                let rate = mean + boldness[draw] * (integral.axis.rates[point] - mean)
                rates[cell * draws + draw] = Float(rate)
            }
        }
        self.rates = rates
    }

    /// The rate of a cell in one of the draws.
    subscript(draw: Int, cell: Int) -> Double { Double(rates[cell * draws + draw]) }
}
