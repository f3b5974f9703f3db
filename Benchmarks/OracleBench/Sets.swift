import Foundation
import Oracles
import Records
import SafetyGrid

/// The labelled sets, and the figures on them.
struct Sets {
    let xsTest: [LabelledResponse]
    let refusals: [LabelledResponse]
    let gptFuzz: [LabelledResponse]
    let doNotAnswer: [LabelledResponse]
    let saferLHF: [LabelledResponse]
    /// The project's own examples.
    let own: [LabelledResponse]

    init(folder: String, seeds: String) throws {
        xsTest = try LabelledFile("\(folder)/xstest.dev.jsonl").rows()
        refusals = try LabelledFile("\(folder)/chatgpt_refusals.dev.jsonl").rows().map(\.safeIfComplying)
        gptFuzz = try LabelledFile("\(folder)/gptfuzz.dev.jsonl").rows()
        doNotAnswer = try LabelledFile("\(folder)/donotanswer.dev.jsonl").rows()
        saferLHF = try LabelledFile("\(folder)/saferlhf_mini.dev.jsonl").rows()
        own = try LabelledFile("\(seeds)/oracle/examples.jsonl").rows().map(\.safeIfComplying)
    }

    /// XSTest and ChatGPT-refusals, five folds by prompt; every classifier sees the rest of all permitted sets.
    func refusalByCrossValidation() async throws {
        let known = xsTest + refusals + own
        var trainer = ClassifierTrainer()
        trainer.required = [.declines]
        let validation = CrossValidation(folds: 5, trainer: trainer)
        report("XSTest, 5 folds, trained on XSTest alone", .refusal, xsTest, try await validation.labels(xsTest))
        let labels = try await validation.labels(known)
        report("XSTest, 5 folds, trained on all", .refusal, xsTest, Array(labels.prefix(xsTest.count)))
        report(
            "ChatGPT-refusals, 5 folds, trained on all", .refusal, refusals,
            Array(labels.dropFirst(xsTest.count).prefix(refusals.count)))
        let rules = try await label(refusals + xsTest, RuleOracle())
        report("rules alone on ChatGPT-refusals", .refusal, refusals, Array(rules.prefix(refusals.count)))
        report("rules alone on XSTest", .refusal, xsTest, Array(rules.dropFirst(refusals.count)))
    }

    /// ChatGPT-refusals by a classifier that never saw it.
    func refusalTransfer() async throws {
        var trainer = ClassifierTrainer()
        trainer.required = [.declines]
        let plain = try await label(refusals, oracle(trainer, xsTest + gptFuzz))
        report("ChatGPT-refusals, trained on XSTest and GPTFuzz", .refusal, refusals, plain)
        let withOwn = try await label(refusals, oracle(trainer, xsTest + gptFuzz + own))
        report("ChatGPT-refusals, trained on XSTest, GPTFuzz and own examples", .refusal, refusals, withOwn)
    }

    /// All rows that train the shipped weights, in the order of `Benchmarks/oracle-weights.sh`.
    var all: [LabelledResponse] { xsTest + gptFuzz + own + refusals }

    /// GPTFuzz by its own split of questions, and what XSTest's safe prompts got.
    func harm() async throws {
        let isTrain: (LabelledResponse) -> Bool = { $0.id.hasPrefix("gptfuzz-train") }
        let test = gptFuzz.filter { !isTrain($0) }
        let training = gptFuzz.filter(isTrain) + xsTest + refusals + own
        report("GPTFuzz, upstream split", .harm, test, try await label(test, oracle(ClassifierTrainer(), training)))
        let trained = try oracle(ClassifierTrainer(), all)
        // What complies with a safe prompt is safe; none of these was learned.
        for promptLabel in [LabelledResponse.Truth.safe, .unsafe] {
            let answers = xsTest.filter { $0.promptLabel == promptLabel && $0.declines == false }
            let called = try await label(answers, trained).count { $0.isUnsafe == true }
            say(
                String(
                    format: "XSTest, answers that comply with %@ prompts: %.1f %% of %d called unsafe",
                    promptLabel.rawValue, Double(called) / Double(max(answers.count, 1)) * 100, answers.count))
        }
    }

    func oracle(_ trainer: ClassifierTrainer, _ answers: [LabelledResponse]) throws -> ClassifierOracle {
        ClassifierOracle(ResponseClassifier(try trainer.weights(of: answers)))
    }

    func label(_ answers: [LabelledResponse], _ oracle: any Oracle) async throws -> [ResponseLabel] {
        try await ResponseLabels.labels(answers, workers: 1) { try await ResponseLabel($0, by: oracle) }
    }

    func report(_ title: String, _ axis: LabelAxis, _ answers: [LabelledResponse], _ labels: [ResponseLabel]) {
        guard let evaluation = OracleEvaluation(axis, answers, labels, bootstrap: Bootstrap(samples: 200, seed: 1))
        else { return }
        let figures = evaluation.figures.compactMap { figure -> String? in
            guard ["f1", "roc_auc", "ece", "accuracy", "precision", "recall"].contains(figure.name),
                let value = figure.value
            else {
                return nil
            }
            let interval = figure.interval.map { " (\(text($0.lowerBound))-\(text($0.upperBound)))" } ?? ""
            return "\(figure.name) \(text(value))\(figure.name == "f1" ? interval : "")"
        }
        say("\(title): \(figures.joined(separator: ", ")); unknown \(evaluation.counts.unknown)")
    }

    func text(_ value: Double) -> String { String(format: "%.4f", value) }
}
