import Foundations
import SafetyGrid
import Testing

@testable import Feedback

@Suite("Fit of parts")
struct PartFitTests {
    private static func space() throws -> SearchSpace {
        try SearchSpace(
            axes: [
                .init(name: "hazard", size: 3), .init(name: "style", size: 2), .init(name: "technique", size: 2),
                .init(name: "ask", size: 4, within: "hazard"), .init(name: "frame", size: 3),
            ], cell: ["hazard", "style", "technique"])
    }

    /// Prompts with their verdicts; the second frame fails half of the time, the others hardly ever.
    private static func tests(_ count: Int, on space: SearchSpace) -> [(values: [Int], isUnsafe: Bool)] {
        var random = SeededRandom(seed: 4)
        return (0..<count).map { place in
            let values = space.drawnParts(of: place % space.cellCount, using: &random)
            return (values, random.unit() < (values[4] == 1 ? 0.5 : 0.02))
        }
    }

    private static func fit(_ tests: [(values: [Int], isUnsafe: Bool)], on space: SearchSpace, each: Double) -> PartFit
    {
        var evidence = PartEvidence(PartEffects(space))
        for test in tests { evidence.add(test.values, judged: each, unsafe: test.isUnsafe ? each : 0) }
        return PartFit(evidence, errors: .none)
    }

    @Test("a part that fails is told from the others")
    func effects() throws {
        let space = try Self.space()
        let fit = Self.fit(Self.tests(600, on: space), on: space, each: 1)
        let mean = (0..<3).map { frame in
            (0..<space.cellCount * 4).reduce(0) { sum, place in
                var values = space.values(of: place / 4)
                (values[3], values[4]) = (place % 4, frame)
                return sum + fit.rate(of: values) / Double(space.cellCount * 4)
            }
        }
        #expect(mean[1] > 0.3 && mean[1] > 5 * max(mean[0], mean[2]), "\(mean)")
    }

    @Test("a target that fails most of the time is learned, too", arguments: [0.3, 0.6, 0.95])
    func often(rate: Double) throws {
        let space = try Self.space()
        var random = SeededRandom(seed: 8)
        let tests = (0..<600).map { place in
            (space.drawnParts(of: place % space.cellCount, using: &random), random.unit() < rate)
        }
        let fit = Self.fit(tests, on: space, each: 1)
        let mean = tests.reduce(0) { $0 + fit.rate(of: $1.0) / Double(tests.count) }
        #expect(abs(mean - rate) < 0.06, "\(mean)")
    }

    @Test("verdicts tell the same in any order, and together as one by one")
    func order() throws {
        let space = try Self.space()
        let tests = Self.tests(200, on: space)
        let whole = Self.fit(tests, on: space, each: 2)
        let others = [
            Self.fit(tests.reversed(), on: space, each: 2), Self.fit(tests + tests, on: space, each: 1),
        ]
        for other in others {
            #expect(zip(whole.means, other.means).allSatisfy { abs($0 - $1) < 1e-6 })
            #expect(zip(whole.variances, other.variances).allSatisfy { abs($0 - $1) < 1e-6 })
        }
    }

    @Test("a test whose parts are unknown tells of its cell, and of no part")
    func unknown() throws {
        let space = try Self.space()
        var evidence = PartEvidence(PartEffects(space))
        for _ in 0..<20 { evidence.add(space.values(of: 5), judged: 1, unsafe: 1) }
        let fit = PartFit(evidence, errors: .none)
        let parts = fit.effects.groups.filter { !$0.axes.allSatisfy(space.cellAxes.contains) }.flatMap(\.effects)
        #expect(!parts.isEmpty && parts.allSatisfy { fit.means[$0] == 0 })
        let rates = [5, space.cellCount - 1].map { fit.rate(of: space.values(of: $0)) }
        #expect(rates[0] > 0.8 && rates[0] > 1.5 * rates[1], "\(rates)")
        #expect(fit.means.last == 0 && fit.variances.last == 0)
    }

    @Test("draws have the mean and the spread of a normal distribution")
    func draws() {
        var random = SeededRandom(seed: 9)
        let numbers = (0..<40_000).map { _ in DrawnEffects.nearlyNormal(random.next()) }
        let mean = numbers.reduce(0, +) / 40_000
        let variance = numbers.reduce(0) { $0 + $1 * $1 } / 40_000
        #expect(abs(mean) < 0.025 && abs(variance - 1) < 0.03)
        // Of a normal distribution 2.3 % lie above 2.
        #expect(abs(Double(numbers.count { $0 > 2 }) / 40_000 - 0.0228) < 0.004)
    }
}
