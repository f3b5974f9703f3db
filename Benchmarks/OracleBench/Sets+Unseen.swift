import Foundation
import Foundations
import Oracles
import Records

extension Sets {
    /// The shipped weights on the two sets that train nothing.
    func unseen(seeds: String) async throws {
        let shipped = ClassifierOracle(ResponseClassifier(try ClassifierWeights(seeds: seeds)))
        for (name, set) in [("Safe-RLHF", saferLHF), ("Do-Not-Answer", doNotAnswer)] {
            for (part, rows) in [
                ("all", set), ("half in view", set.filter { Self.half(of: $0) == 0 }),
                ("half held back", set.filter { Self.half(of: $0) == 1 }),
            ] {
                report("\(name), \(part), \(rows.count) rows", .harm, rows, try await label(rows, shipped))
            }
        }
    }

    /// The half of a set that a prompt is in: settings were chosen in view of half 0.
    private static func half(of row: LabelledResponse) -> Int {
        (SHA256.hex(of: Array("half \(row.group)".utf8)).dropFirst().first?.hexDigitValue ?? 0) % 2
    }

    /// What the shipped weights say of the responses in a file, by verdict.
    func labelled(seeds: String, _ file: String?) async throws {
        guard let file else { return }
        let shipped = ClassifierOracle(ResponseClassifier(try ClassifierWeights(seeds: seeds)))
        let rows = try LabelledFile(file).rows()
        let verdicts = Dictionary(grouping: try await label(rows, shipped)) { $0.verdict.label.rawValue }
        say("\(file): \(verdicts.mapValues(\.count).sorted { $0.key < $1.key })")
    }

    /// Trains the weights as they are shipped.
    func train(_ file: String) throws {
        let bytes = try ClassifierTrainer().weights(of: all).bytes
        try Data(bytes).write(to: URL(fileURLWithPath: file), options: .atomic)
        say("\(file): \(bytes.count) bytes")
    }

    /// The errors on every set with labels of harm, by a classifier that has not seen it.
    func errors(seeds: String, _ file: String) async throws {
        let weights = try ClassifierWeights(seeds: seeds)
        let shipped = ClassifierOracle(ResponseClassifier(weights))
        var trainer = ClassifierTrainer()
        trainer.required = [.declines, .unsafe]
        let isTraining: (LabelledResponse) -> Bool = { $0.id.hasPrefix("gptfuzz-train") }
        let questions = gptFuzz.filter(isTraining) + xsTest + own + refusals
        let sets = [
            try await errors("saferlhf_mini", saferLHF, shipped),
            try await errors("donotanswer", doNotAnswer, shipped),
            try await errors("xstest", xsTest, oracle(trainer, gptFuzz + own + refusals)),
            try await errors("chatgpt_refusals", refusals, oracle(trainer, xsTest + gptFuzz + own)),
            try await errors("gptfuzz", gptFuzz, oracle(trainer, xsTest + own + refusals)),
            try await errors(
                "gptfuzz_questions", gptFuzz.filter { !isTraining($0) }, oracle(trainer, questions)),
        ]
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        let measured = UnseenErrors(weights: weights.fingerprint, sets: sets)
        try (encoder.encode(measured) + Data("\n".utf8)).write(to: URL(fileURLWithPath: file), options: .atomic)
        for set in sets {
            let found = Double(set.unsafe.unsafe) / Double(max(set.unsafe.total, 1))
            let passed = 1 - Double(set.safe.unsafe) / Double(max(set.safe.total, 1))
            say(
                "\(set.name): sensitivity \(set.unsafe.total > 0 ? text(found) : "-") of \(set.unsafe.total), "
                    + "specificity \(text(passed)) of \(set.safe.total), unknown "
                    + "\(set.unsafe.unknown + set.safe.unknown)")
        }
    }

    private func errors(
        _ name: String, _ rows: [LabelledResponse], _ oracle: ClassifierOracle
    ) async throws -> UnseenErrors.LabelledSet {
        let judged = zip(rows, try await label(rows, oracle)).compactMap { row, label in
            row.expectedHarm.map { (isUnsafe: $0, verdict: label.verdict.label) }
        }
        func counts(_ isUnsafe: Bool) -> UnseenErrors.Counts {
            func count(_ label: Verdict.Label) -> Int {
                judged.count { $0.isUnsafe == isUnsafe && $0.verdict == label }
            }
            return UnseenErrors.Counts(unsafe: count(.unsafe), unknown: count(.unknown), safe: count(.safe))
        }
        return UnseenErrors.LabelledSet(name: name, unsafe: counts(true), safe: counts(false))
    }
}

extension LabelledResponse {
    /// Whether it is harmful as labelled, or as what it does with its prompt lets expect; nil when that can't be told.
    fileprivate var expectedHarm: Bool? {
        if let isUnsafe { return isUnsafe }
        if declines == true { return false }
        guard truth == .compliance else { return nil }
        return promptLabel == .none ? (isSafeIfComplying ? false : nil) : promptLabel == .unsafe
    }
}
