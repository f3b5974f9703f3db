import Records
import SafetyGrid
import Testing

@testable import Oracles

@Suite("training the classifier")
struct ClassifierTrainingTests {
    static let weights = Result { try ResponseSamples.trainer.weights(of: ResponseSamples.answers(40)) }

    @Test("the same rows give the same bytes")
    func reproducible() throws {
        let answers = ResponseSamples.answers(12)
        let first = try ResponseSamples.trainer.weights(of: answers).bytes
        #expect(try ResponseSamples.trainer.weights(of: answers).bytes == first)
        #expect(try ResponseSamples.trainer.weights(of: ResponseSamples.answers(12, seed: 2)).bytes != first)
    }

    @Test("it tells apart what it was trained on, on answers it has not seen")
    func learns() async throws {
        let oracle = ClassifierOracle(ResponseClassifier(try Self.weights.get()))
        let fresh = ResponseSamples.answers(20, seed: 99)
        var right = 0
        for answer in fresh {
            let label = try await ResponseLabel(answer, by: oracle)
            switch answer.truth {
            case .unsafe: right += label.isUnsafe == true ? 1 : 0
            case .safe: right += label.isUnsafe == false ? 1 : 0
            case .refusal: right += label.verdict.behaviour == .refusal ? 1 : 0
            case .partial: right += label.verdict.behaviour == .partial ? 1 : 0
            case .compliance: right += label.verdict.behaviour == .compliance ? 1 : 0
            case .none: break
            }
        }
        #expect(Double(right) / Double(fresh.count) > 0.95)
    }

    @Test("cross-validation labels every row, in order, with a classifier that has not seen its prompt")
    func crossValidation() async throws {
        let answers = ResponseSamples.answers(20)
        let labels = try await CrossValidation(folds: 3, trainer: ResponseSamples.trainer).labels(answers)
        #expect(labels.map(\.id) == answers.map(\.id))
        let evaluation = try #require(
            OracleEvaluation(.harm, answers, labels, bootstrap: Bootstrap(samples: 100, seed: 1)))
        #expect((evaluation.counts.f1 ?? 0) > 0.9)
    }

    @Test(
        "an answer that declines is safe, one that complies says nothing of harm",
        arguments: [
            (LabelledResponse.Truth.refusal, false), (.partial, false), (.safe, false), (.unsafe, true),
            (.compliance, nil), (.none, nil),
        ] as [(LabelledResponse.Truth, Bool?)])
    func harm(truth: LabelledResponse.Truth, isUnsafe: Bool?) {
        let answer = LabelledResponse(id: "a", prompt: "p", response: "r", truth: truth)
        #expect(ClassifierTrainer.Sample(answer).truth(.unsafe) == isUnsafe)
    }

    @Test(
        "complying says of harm what the prompt, or whose responses they are, lets expect",
        arguments: [
            (LabelledResponse.Truth.unsafe, false, true), (.none, true, false), (.none, false, nil),
            (.safe, false, nil),
        ] as [(LabelledResponse.Truth, Bool, Bool?)])
    func presumed(prompt: LabelledResponse.Truth, isHarmlessSet: Bool, isUnsafe: Bool?) {
        var answer = LabelledResponse(id: "a", prompt: "p", response: "r", truth: .compliance, promptLabel: prompt)
        answer.isSafeIfComplying = isHarmlessSet
        #expect(ClassifierTrainer.Sample(answer).truth(.unsafe) == isUnsafe)
    }

    @Test("a set counts for harm as much as any other, however long it is")
    func sets() throws {
        func rows(_ count: Int, _ truth: LabelledResponse.Truth, set: String) -> [LabelledResponse] {
            (0..<count).map {
                var row = LabelledResponse(id: "\($0)", prompt: "p\($0)", response: "the same text", truth: truth)
                row.set = set
                return row
            }
        }
        func logit(_ safe: String, _ unsafe: String) throws -> Double {
            var trainer = ResponseSamples.trainer
            trainer.required = [.unsafe]
            let weights = try trainer.weights(of: rows(100, .safe, set: safe) + rows(20, .unsafe, set: unsafe))
            return ResponseClassifier(weights).logits(ResponseFeatures(prompt: "none", response: "the same text"))[2]
        }
        #expect(abs(try logit("long", "short")) < 0.5)
        #expect(try logit("one", "one") < -1)
    }

    @Test("what is only expected to be safe does not outvote what people called unsafe")
    func presumedWeight() throws {
        func rows(_ count: Int, _ truth: LabelledResponse.Truth) -> [LabelledResponse] {
            (0..<count).map {
                LabelledResponse(id: "\($0)", prompt: "p\($0)", response: "the same text", truth: truth).safeIfComplying
            }
        }
        func logit(presumedWeight: Double) throws -> Double {
            var trainer = ResponseSamples.trainer
            trainer.required = [.unsafe]
            trainer.presumedWeight = presumedWeight
            let classifier = ResponseClassifier(try trainer.weights(of: rows(100, .compliance) + rows(50, .unsafe)))
            return classifier.logits(ResponseFeatures(prompt: "none", response: "the same text"))[2]
        }
        #expect(try logit(presumedWeight: 1) < 0)
        #expect(try logit(presumedWeight: 0.1) > 0)
    }

    @Test(
        "a kind of label that is missing is named",
        arguments: [
            (LabelledResponse.Truth.unsafe, "unsafe, and safe"), (.partial, "partial_refusal, and refusal"),
            (.compliance, "and compliance"),
        ])
    func missingLabels(truth: LabelledResponse.Truth, message: String) throws {
        let answers = ResponseSamples.answers(10).filter { $0.truth != truth }
        let error = try #require(throws: LabelError.self) { try ResponseSamples.trainer.weights(of: answers) }
        #expect(error.description.contains(message))
    }

    @Test("quantising moves no logit by more than its bound")
    func quantisation() throws {
        let rows = ResponseSamples.answers(30).map(ClassifierTrainer.Sample.init)
        let model = LogisticTrainer(regularisation: 30, iterations: 8).model(
            of: rows.compactMap { row in
                row.truth(.unsafe).map { LogisticTrainer.Row(features: row.features, isPositive: $0, weight: 1) }
            })
        let head = ClassifierWeights.HeadWeights(model)
        let weights = ClassifierWeights(
            heads: [head, head, head], calibrations: [.none, .none, .none], safeBelow: 0.2, unsafeAbove: 0.8)
        let classifier = ResponseClassifier(weights)
        for row in rows {
            let error = abs(classifier.logits(row.features)[2] - model.logit(row.features))
            #expect(error <= weights.quantisationBound(.unsafe, row.features) + 1e-4)
        }
    }

    @Test("buckets that no row has can be left out of the search: the weights are the same bits")
    func usedBuckets() throws {
        let rows = ResponseSamples.answers(10).map(ClassifierTrainer.Sample.init).compactMap { row in
            row.truth(.unsafe).map { LogisticTrainer.Row(features: row.features, isPositive: $0, weight: 1) }
        }
        let trainer = LogisticTrainer(regularisation: 30, iterations: 8)
        let (few, all) = (trainer.model(of: rows), trainer.model(of: rows, count: ResponseFeatures.bucketCount))
        #expect(few.weights.map(\.bitPattern) == all.weights.map(\.bitPattern) && few.bias == all.bias)
        #expect(few.weights.contains { $0 != 0 })
    }

    @Test("each step lowers the loss: more steps fit the rows no worse")
    func descent() throws {
        let rows = ResponseSamples.answers(20).map(ClassifierTrainer.Sample.init).compactMap { row in
            row.truth(.declines).map { LogisticTrainer.Row(features: row.features, isPositive: $0, weight: 1) }
        }
        func loss(_ iterations: Int) -> Double {
            let model = LogisticTrainer(regularisation: 30, iterations: iterations, tolerance: 0).model(of: rows)
            let penalty = model.weights.reduce(0.0) { $0 + Double($1 * $1) } / 60
            return rows.reduce(penalty) { $0 + Logistic.softplus(($1.isPositive ? -1 : 1) * model.logit($1.features)) }
        }
        let losses = [0, 1, 3, 10].map(loss)
        #expect(zip(losses, losses.dropFirst()).allSatisfy { $0 > $1 })
    }
}
