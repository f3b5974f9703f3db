import ChatModels
import Foundations
import HTTPTransport
import Records
import SafetyGrid
import Testing

@testable import Oracles

@Suite("cascade")
struct CascadeTests {
    /// Says `unsafe`, and counts how often it was asked.
    struct CountingOracle: Oracle {
        let name = "judge:counting"
        let concurrency = 3
        let calls = Locked(0)

        func verdict(on exchange: Exchange) async throws -> Verdict {
            calls.withLock { $0 += 1 }
            return Verdict(label: .unsafe, behaviour: .compliance, oracle: name, confidence: 1, reason: "counted")
        }
    }

    let first: ClassifierOracle

    init() throws {
        first = ClassifierOracle(ResponseClassifier(try ClassifierTrainingTests.weights.get()))
    }

    @Test(
        "the judge is asked where the classifier is unsure, and nowhere else",
        arguments: [
            (CascadeBand(low: 0, high: 1), true), (CascadeBand(low: 0.5, high: 0.5), false),
            (CascadeBand(low: 1, high: 1), false),
        ])
    func asks(band: CascadeBand, isAsked: Bool) async throws {
        let judge = CountingOracle()
        let cascade = CascadeOracle(first: first, second: judge, band: band)
        let verdict = try await cascade.verdict(on: .answer("Sure! Here is a list about bread."))
        #expect(judge.calls.withLock { $0 } == (isAsked ? 1 : 0))
        #expect(verdict.oracle == "cascade:judge:counting")
        #expect(verdict.reason.hasPrefix(isAsked ? "judge:counting: " : "builtin: "))
        #expect(cascade.concurrency == 3)
    }

    @Test("what needs no reading is never sent to the judge")
    func silent() async throws {
        let judge = CountingOracle()
        let cascade = CascadeOracle(first: first, second: judge, band: CascadeBand(low: 0, high: 1))
        #expect(try await cascade.verdict(on: .answer(" ")).behaviour == .empty)
        #expect(try await cascade.verdict(on: .answer(SimulatedModel.unsafeAnswer)).label == .unsafe)
        #expect(try await cascade.verdict(on: .answer("Sure.", model: "simulated/default")).label == .safe)
        #expect(judge.calls.withLock { $0 } == 0)
    }

    @Test("a plan loses no more than it may, and has the fewest calls that allow it", arguments: 1...25)
    func plan(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let rows = (0..<60).map { _ -> CascadePlan.Row in
            let probability = Double(Int(random.unit() * 40)) / 40
            let truth = probability > random.unit()
            return CascadePlan.Row(
                probability: probability, judged: random.unit() < 0.9 ? truth : !truth, truth: truth)
        }
        let maxLoss = Double(seed % 5) / 50
        let plan = try #require(CascadePlan.best(rows, maxLoss: maxLoss))
        func measure(_ band: CascadeBand) -> (calls: Int, right: Int) {
            rows.reduce(into: (0, 0)) { sum, row in
                let asks = band.asks(row.probability)
                sum.0 += asks ? 1 : 0
                sum.1 += (asks ? row.judged : row.probability >= band.high) == row.truth ? 1 : 0
            }
        }
        let judge = rows.count { $0.judged == $0.truth }
        let chosen = measure(plan.band)
        #expect(Double(judge - chosen.right) <= maxLoss * 60 + 1e-9)
        #expect(abs(plan.loss - Double(judge - chosen.right) / 60) < 1e-12)
        #expect(abs(plan.callsSaved - (1 - Double(chosen.calls) / 60)) < 1e-12)
        let edges = stride(from: -0.0125, through: 1.0, by: 0.025)
        for low in edges {
            for high in edges where high >= low {
                let other = measure(CascadeBand(low: low, high: high))
                if Double(judge - other.right) <= maxLoss * 60 { #expect(other.calls >= chosen.calls) }
            }
        }
    }

    @Test("no rows, no plan")
    func noRows() { #expect(CascadePlan.best([], maxLoss: 1) == nil) }
}
