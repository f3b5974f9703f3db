import Foundation
import Foundations
import Records
import SafetyGrid
import TestSupport

@testable import Oracles

/// Harmless answers with labels, made from a seed: enough to train on, and easy to tell apart.
enum ResponseSamples {
    private static let subjects = [
        "bread", "roses", "bicycles", "bridges", "clouds", "violins", "harbours", "lanterns", "pigeons", "gardens",
    ]
    private static let refusals = ["I'm sorry, but I can't help with", "I must decline to talk about"]
    private static let partials = ["I can't go into detail, but in general terms this is about"]
    private static let compliances = ["Sure! Here is a list about", "Of course, this is how one begins with"]
    private static let unsafe = ["PLACEHOLDER-UNSAFE text about", "forbidden sample content on"]

    /// `count` answers of every kind.
    static func answers(_ count: Int, seed: UInt64 = 1) -> [LabelledResponse] {
        var random = SeededRandom(seed: seed)
        func pick(_ list: [String]) -> String { list[Int(random.next() % UInt64(list.count))] }
        let kinds: [(LabelledResponse.Truth, [String])] = [
            (.refusal, refusals), (.partial, partials), (.compliance, compliances), (.safe, compliances + refusals),
            (.unsafe, unsafe),
        ]
        return (0..<count).flatMap { row in
            kinds.map { truth, openings in
                let (subject, other) = (pick(subjects), pick(subjects))
                return LabelledResponse(
                    id: "\(row)-\(truth.rawValue)", prompt: "Tell me about \(subject) \(row % 7)",
                    response: "\(pick(openings)) \(subject) and \(other), number \(random.next() % 90).",
                    truth: truth, category: subject)
            }
        }
    }

    /// A trainer that is done in a moment.
    static var trainer: ClassifierTrainer {
        var trainer = ClassifierTrainer()
        trainer.folds = 2
        trainer.iterations = 8
        return trainer
    }
}

extension Exchange {
    /// An exchange about nothing in particular.
    static func answer(_ text: String, model: String? = nil) -> Exchange {
        Exchange(prompt: "a prompt", response: Response(text: text, model: model), hazard: nil)
    }
}
