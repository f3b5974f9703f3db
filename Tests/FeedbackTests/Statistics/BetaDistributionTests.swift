import Foundations
import SafetyGrid
import Testing

@testable import Feedback

@Suite("Beta distribution")
struct BetaDistributionTests {
    /// 100,000 draws with fixed seeds. The mean of a Beta variate varies by less than 0.5 / sqrt(100,000) = 0.0016;
    /// with a tolerance of six such deviations a right sampler fails with a chance under 1e-8.
    @Test(
        "draws have the mean and variance of the formula",
        arguments: [(0.05, 3.0), (0.5, 0.5), (1.0, 1.0), (2.0, 30.0), (80.0, 20.0)])
    func moments(alpha: Double, beta: Double) {
        let distribution = BetaDistribution(alpha: alpha, beta: beta)
        var random = SeededRandom(seed: 11, "\(alpha) \(beta)")
        let draws = (0..<100_000).map { _ in distribution.sample(using: &random) }
        let mean = draws.reduce(0, +) / 100_000
        let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 100_000
        let total = alpha + beta
        #expect(draws.allSatisfy { (0...1).contains($0) })
        #expect(abs(mean - distribution.mean) < 0.0096)
        #expect(abs(variance - alpha * beta / (total * total * (total + 1))) < 0.006)
    }
}

@Suite("Coverage matrix")
struct CoverageMatrixTests {
    @Test("counts and shares at every strength")
    func shares() throws {
        let grid = try Grid(dimensions: [
            Dimension(id: "a", taxonomy: "t", values: Self.values(2)),
            Dimension(id: "b", taxonomy: "t", values: Self.values(3)),
        ])
        var matrix = CoverageMatrix(grid: grid)
        matrix.add(cell: 0, judged: 3, findings: 1)
        matrix.add(cell: 1, unsafe: false)
        #expect(matrix.cellsCovered() == 2)
        #expect(matrix.cellsCovered(depth: 2) == 1)
        #expect(matrix.shares == ["1": 3.0 / 5, "2": 2.0 / 6])
        #expect(matrix.share(strength: 2, depth: 3) == 1.0 / 6)
        #expect(matrix.combinations(strength: 1).judged == [4, 0, 3, 1, 0])
        #expect(matrix.combinations(strength: 1).findings == [1, 0, 1, 0, 0])
        #expect(matrix.combinations(strength: 1).holes() == [1, 4])
        #expect(matrix.combinations(strength: 1).holes(depth: 2) == [1, 3, 4])
    }

    private static func values(_ count: Int) -> [DimensionValue] {
        (0..<count).map { DimensionValue(id: "v\($0)", title: "V", definition: "D", source: "s") }
    }
}
