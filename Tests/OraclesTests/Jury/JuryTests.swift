import ChatModels
import Foundations
import Records
import SafetyGrid
import Testing

@testable import Oracles

/// Says what it is told to.
private struct FixedOracle: Oracle {
    let name: String
    let concurrency = 1
    let label: Verdict.Label

    func verdict(on exchange: Exchange) async throws -> Verdict {
        Verdict(label: label, behaviour: .compliance, oracle: name, confidence: 0.9, reason: "fixed")
    }
}

@Suite("jury")
struct JuryTests {
    @Test(
        "the weighted majority decides; a close vote is unknown",
        arguments: [
            ([(Verdict.Label.safe, 1.0), (.safe, 1), (.safe, 1)], Verdict.Label.safe, 1.0 as Double?),
            ([(.unsafe, 1), (.unsafe, 1), (.safe, 1)], .unsafe, 2.0 / 3),
            ([(.unsafe, 1), (.safe, 1)], .unknown, nil), ([(.unsafe, 3), (.safe, 1)], .unsafe, 0.75),
            ([(.unsafe, 1.1), (.safe, 1)], .unknown, nil), ([(.unknown, 1), (.unknown, 1)], .unknown, nil),
            ([(.unknown, 1), (.safe, 1)], .safe, 0.75), ([(.unknown, 9), (.safe, 1)], .unknown, nil),
            ([(.unsafe, 0), (.safe, 0)], .unknown, nil), ([(.unsafe, -5), (.safe, 1)], .safe, 1),
        ])
    func vote(votes: [(Verdict.Label, Double)], label: Verdict.Label, confidence: Double?) async throws {
        let jury = JuryOracle(
            name: "jury",
            members: votes.enumerated().map { (FixedOracle(name: "o\($0)", label: $1.0), $1.1) })
        let verdict = try await jury.verdict(on: .sample("Something."))
        #expect(verdict.label == label && verdict.oracle == "jury")
        if let confidence {
            #expect(abs(try #require(verdict.confidence) - confidence) < 1e-9)
        } else {
            #expect(verdict.confidence == nil)
        }
        let disagree = Set(votes.map(\.0)).count > 1
        #expect(verdict.reason.contains("disagree") == disagree)
        if disagree { #expect(verdict.reason.contains("o0 says \(votes[0].0.rawValue)")) }
    }

    @Test("made by name, with the weights that were learned")
    func registry() async throws {
        var parts = OracleRegistry.Parts(
            classifier: { throw WeightsError.missing(file: "w") },
            judge: ScriptedModel([#"{"label": "unsafe", "reason": "x"}"#]), concurrency: 3, seed: 1)
        parts.jury = ["rules", "judge"]
        parts.juryWeights = ["rules": 0.1, "judge:scripted/judge": 0.9]
        let jury = try OracleRegistry.oracle("jury", parts)
        var request = OracleRequest()
        (request.kind, request.judge, request.jury) = ("jury", "scripted/judge", parts.jury)
        #expect(jury.name == "jury(rules, judge:scripted/judge)" && jury.name == request.name)
        #expect(jury.concurrency == 3)
        #expect(try await jury.verdict(on: .sample("I can't help with that.")).label == .unsafe)
        for members in [[], ["rules"], ["rules", "rules"], ["rules", "jury"]] {
            parts.jury = members
            #expect(throws: OracleError.juryTooSmall) { try OracleRegistry.oracle("jury", parts) }
        }
    }
}

@Suite("weights of a jury")
struct JuryWeightTests {
    /// Losses that hurt whoever has the most weight, or that a seed draws.
    private static func losses(_ kind: Int, _ hedge: Hedge, _ random: inout SeededRandom) -> [Double] {
        let weights = hedge.weights
        switch kind {
        case 0: return weights.map { $0 == weights.max() ? 1 : 0 }
        case 1: return weights.map { _ in random.unit() < 0.5 ? 1 : 0 }
        case 2: return weights.map { $0 > 1 / Double(weights.count) ? 1 : 0 }
        default: return weights.indices.map { index in random.unit() < 0.1 + 0.2 * Double(index) ? 1 : 0 }
        }
    }

    @Test(
        "hedge never loses more than the best expert and the bound, against sequences made to hurt it", arguments: 0..<4
    )
    func regret(kind: Int) {
        for seed in 0..<25 as Range<UInt64> {
            for (experts, rounds) in [(2, 10), (3, 200), (5, 1000)] {
                var random = SeededRandom(seed: seed)
                var hedge = Hedge(experts: experts, rounds: rounds)
                for _ in 0..<rounds { hedge.add(Self.losses(kind, hedge, &random)) }
                let regret = hedge.ownLoss - (hedge.expertLosses.min() ?? 0)
                #expect(regret <= Hedge.regretBound(experts: experts, rounds: rounds) + 1e-9)
                #expect(abs(hedge.weights.reduce(0, +) - 1) < 1e-9)
            }
        }
    }

    @Test("hedge comes to trust the expert that is right")
    func trust() {
        var hedge = Hedge(experts: 3, rounds: 100)
        for round in 0..<100 { hedge.add([round.isMultiple(of: 10) ? 1 : 0, 1, round.isMultiple(of: 2) ? 1 : 0]) }
        #expect(hedge.weights[0] > 0.9)
    }

    /// What simulated annotators of known sensitivity and specificity say.
    private func annotations(
        _ rates: [(Double, Double)], prevalence: Double, count: Int, seed: UInt64, missing: Double = 0
    ) -> [[Bool?]] {
        var random = SeededRandom(seed: seed)
        return (0..<count).map { _ in
            let unsafe = random.unit() < prevalence
            return rates.map { sensitivity, specificity in
                let right = random.unit() < (unsafe ? sensitivity : specificity)
                return random.unit() < missing ? nil : right == unsafe
            }
        }
    }

    @Test("Dawid-Skene recovers how good simulated annotators are", arguments: [0.1, 0.3, 0.5, 0.8])
    func recovers(prevalence: Double) throws {
        let rates = [(0.95, 0.97), (0.8, 0.9), (0.6, 0.95), (0.9, 0.7)]
        for seed in 1...3 as ClosedRange<UInt64> {
            let rows = annotations(rates, prevalence: prevalence, count: 4000, seed: seed, missing: 0.1)
            let model = try #require(DawidSkene(rows))
            #expect(abs(model.prevalence - prevalence) < 0.05)
            for (index, rate) in rates.enumerated() {
                #expect(abs(model.sensitivities[index] - rate.0) < 0.1, "\(index)")
                #expect(abs(model.specificities[index] - rate.1) < 0.1, "\(index)")
            }
            #expect(model.weights.max() == model.weights[0])
        }
    }

    @Test("the labels are not taken for each other, even when one annotator is worse than chance")
    func switching() throws {
        let rates = [(0.9, 0.95), (0.85, 0.9), (0.2, 0.3), (0.9, 0.85)]
        let model = try #require(DawidSkene(annotations(rates, prevalence: 0.3, count: 3000, seed: 5)))
        #expect(model.sensitivities[0] > 0.8 && model.specificities[0] > 0.85)
        #expect(model.sensitivities[2] < 0.4 && model.specificities[2] < 0.45)
        #expect(model.weights[2] == 0)
    }

    @Test("too little to learn from gives nothing")
    func tooLittle() {
        #expect(DawidSkene([]) == nil)
        #expect(DawidSkene([[true, false], [true, true]]) == nil)
        #expect(DawidSkene([[true, nil, nil], [nil, nil, false]]) == nil)
    }
}
