import Foundation
import Testing

@testable import Feedback

@Suite("Densities of the kinds of cells")
struct KindDensitiesTests {
    /// As many points before and behind the axis as it has.
    private func filled(_ fill: (UnsafeMutablePointer<Kinds>) -> Void) -> [Kinds] {
        var values = [Kinds](repeating: .zero, count: 3 * LogitAxis.count)
        values.withUnsafeMutableBufferPointer { values in
            if let start = values.baseAddress { fill(start + LogitAxis.count) }
        }
        return Array(values[LogitAxis.count..<(2 * LogitAxis.count)])
    }

    /// The recurrence takes up to 36 products, each off by a part in 10^16 at most, and as many factors of its factors.
    @Test(
        "the recurrence gives the normal densities, at any mean",
        arguments: [-12, -9.8, -9.6, -3.5, -3.41, 0, 4.6, 7.3])
    func normal(mean: Double) {
        let variances = Kinds(0.5, 9)
        let shares = Kinds(0.99, 0.01)
        var densities = KindDensities(shares: shares)
        densities.widen(to: variances)
        let values = filled { densities.fill($0, mean: mean) }
        for point in 0..<LogitAxis.count {
            let distance = LogitAxis.first + LogitAxis.step * Double(point) - mean
            for kind in 0..<2 {
                let expected =
                    shares[kind] / variances[kind].squareRoot() * exp(-0.5 * distance * distance / variances[kind])
                #expect(abs(values[point][kind] / expected - 1) < 1e-12, "\(mean), \(point)")
            }
        }
    }
}
