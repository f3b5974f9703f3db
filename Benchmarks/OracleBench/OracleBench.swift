import ChatModels
import Foundation
import Oracles
import Records
import SafetyGrid

/// Measures the `builtin` oracle: `oracle-bench --data FOLDER [--seeds FOLDER] [--only NAME] [--out FILE] [--labelled FILE]`.
///
/// The folder holds `xstest.dev.jsonl`, `chatgpt_refusals.dev.jsonl`, `gptfuzz.dev.jsonl`, `donotanswer.dev.jsonl` and
/// `saferlhf_mini.dev.jsonl`. `unseen` measures the shipped weights on the last two, which train nothing; `errors` writes the
/// errors on every set left out to `--out`, `train` the weights; `label` those of a file in `--labelled`. Figures
/// on the sets that the weights were trained on come from classifiers that are trained here without the prompts they are
/// tested on.
@main
enum OracleBench {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        func option(_ name: String) -> String? {
            arguments.firstIndex(of: name).flatMap { $0 + 1 < arguments.count ? arguments[$0 + 1] : nil }
        }
        guard let data = option("--data") else {
            say(
                "usage: oracle-bench --data FOLDER [--seeds FOLDER] "
                    + "[--only xstest|transfer|harm|unseen|errors|train|label|cascade|corrected|speed] "
                    + "[--out FILE] [--labelled FILE]")
            exit(2)
        }
        let seeds = option("--seeds") ?? "Seeds"
        let sets = try Sets(folder: data, seeds: seeds)
        let parts: [(name: String, run: () async throws -> Void)] = [
            ("xstest", { try await sets.refusalByCrossValidation() }),
            ("transfer", { try await sets.refusalTransfer() }),
            ("harm", { try await sets.harm() }),
            ("unseen", { try await sets.unseen(seeds: seeds) }),
            ("label", { try await sets.labelled(seeds: seeds, option("--labelled")) }),
            ("cascade", { try await sets.cascade() }),
            ("corrected", { Corrected.report() }),
            ("speed", { try speed(seeds: seeds, sets) }),
        ]
        if let out = option("--out"), let only = option("--only"), ["train", "errors"].contains(only) {
            try await only == "train" ? sets.train(out) : sets.errors(seeds: seeds, out)
            return
        }
        for part in parts where option("--only") == nil || option("--only") == part.name { try await part.run() }
    }

    /// Loading the weights, and answers a second on one core.
    static func speed(seeds: String, _ sets: Sets) throws {
        var loading: [Duration] = []
        var classifier: ResponseClassifier?
        for _ in 0..<5 {
            loading.append(
                try ContinuousClock().measure { classifier = ResponseClassifier(try ClassifierWeights(seeds: seeds)) })
        }
        guard let classifier else { return }
        let answers = sets.doNotAnswer + sets.gptFuzz + sets.xsTest + sets.refusals
        var unsafe = 0.0
        var best = Duration.seconds(1000)
        for _ in 0..<3 {
            best = min(
                best,
                ContinuousClock().measure {
                    for answer in answers {
                        unsafe += classifier.scores(prompt: answer.prompt, response: answer.response).unsafe
                    }
                })
        }
        let bytes = answers.reduce(0) { $0 + $1.response.utf8.count }
        say(
            "speed: \(Int(Double(answers.count) / best.seconds)) answers/s on one core "
                + "(\(bytes / answers.count) bytes an answer); loading \(loading.min() ?? .zero)")
    }
}

/// A line on standard output, at once: some figures take a minute.
func say(_ text: String) {
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
}
