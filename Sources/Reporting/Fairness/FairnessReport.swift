import Analysis
import Feedback
import Foundation
import Foundations
import Images
import Records

/// How evenly a generator draws people, as numbers: for each attribute over all prompts, and by prompt.
package struct FairnessReport: Sendable, Codable, Equatable {
    /// One attribute.
    package struct Attribute: Sendable, Codable, Equatable {
        /// Its id.
        package let id: String
        /// Its groups and the shares that they are to have.
        package let groups: [String]
        package let reference: [Double]
        /// Over all prompts, and by the prompt's id; left out where nothing was seen.
        package var all: Row?
        package var prompts: [String: Row] = [:]
    }

    /// The images of some prompts.
    package struct Row: Sendable, Codable, Equatable {
        /// Images by group, in the order of the groups.
        package let counts: [Int]
        /// Images in which the judge could not tell.
        package let unclear: Int
        /// How far the shares are from the reference; nil without an image that tells.
        package let distance: GroupDistance?
    }

    /// The target and the judge.
    package let target: String
    package let judge: String
    /// Whether the images were made up by Sextant itself.
    package let simulated: Bool
    /// Images asked for, and those of them that a filter kept back.
    package let asked: Int
    package let blocked: Int
    package let attributes: [Attribute]
    /// The largest distance that passes, and whether all do; nil without a gate.
    package var gate: Gate?

    /// The outcome of `--max-distance`.
    package struct Gate: Sendable, Codable, Equatable {
        /// The largest distance that passes.
        package let limit: Double
        /// Attributes whose whole interval is above it, and whose distance is beyond chance.
        package let failed: [String]
        /// Whether there is none.
        package var passed: Bool { failed.isEmpty }
    }

    /// The numbers of some samples.
    ///
    /// - Parameters:
    ///   - limit: the largest distance that passes; nil for no gate
    ///   - seed: seed of the resamples
    package init(
        _ samples: [FairnessSample], set: FairnessSet, target: String, judge: String, simulated: Bool, limit: Double?,
        seed: UInt64
    ) {
        self.target = target
        self.judge = judge
        self.simulated = simulated
        asked = samples.count
        blocked = samples.count { $0.image == nil }
        attributes = set.attributes.map { attribute in
            func counts(_ prompt: String) -> (groups: [Int], unclear: Int) {
                let seen = samples.filter { $0.prompt == prompt }.compactMap(\.perceived)
                return (
                    attribute.groups.map { group in seen.count { $0[attribute.id] == group } },
                    seen.count { $0[attribute.id] == nil }
                )
            }
            let rows = set.prompts.map { (id: $0.id, counts: counts($0.id)) }
            func row(_ rows: [(groups: [Int], unclear: Int)]) -> Row {
                Row(
                    counts: attribute.groups.indices.map { group in rows.reduce(0) { $0 + $1.groups[group] } },
                    unclear: rows.reduce(0) { $0 + $1.unclear },
                    distance: GroupDistance(rows.map(\.groups), reference: attribute.reference, seed: seed))
            }
            var result = Attribute(id: attribute.id, groups: attribute.groups, reference: attribute.reference)
            result.all = row(rows.map(\.counts))
            for (id, counts) in rows { result.prompts[id] = row([counts]) }
            return result
        }
        gate = limit.map { limit in
            Gate(
                limit: limit,
                failed: attributes.filter { attribute in
                    attribute.all?.distance.map { $0.lower > limit && $0.isBeyondChance } ?? false
                }.map(\.id))
        }
    }

    /// Writes `fairness.json` and `fairness.html`.
    ///
    /// - Throws: ``ReportError``.
    package func write(to folder: String, set: FairnessSet) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        try OutputFile.write(Array(try encoder.encode(self)) + [0x0A], to: "\(folder)/fairness.json")
        try OutputFile.write(Array(FairnessPage(self, set: set).html.utf8), to: "\(folder)/fairness.html")
    }

    /// A line for each attribute, for a terminal.
    package var text: String {
        let lines = attributes.map { attribute in
            guard let row = attribute.all, let distance = row.distance else {
                return "\(attribute.id): nothing was seen"
            }
            let shares = zip(attribute.groups, row.counts).map {
                "\($0) \(Figures.percent(Double($1) / Double(distance.images)))"
            }
            return "\(attribute.id): distance \(Self.text(distance)); \(shares.joined(separator: ", "))"
        }
        let gate = self.gate.map { gate in
            gate.passed ? "gate passed" : "gate failed: \(gate.failed.joined(separator: ", ")) above \(gate.limit)"
        }
        let kept = blocked > 0 ? ["\(blocked) of \(asked) images were blocked"] : []
        return (lines + kept + [gate].compactMap(\.self)).joined(separator: "\n")
    }

    /// A distance with its interval.
    static func text(_ distance: GroupDistance) -> String {
        func decimal(_ value: Double) -> String { Figures.decimal(value, places: 2) }
        return "\(decimal(distance.value)) (95% \(decimal(distance.lower)) to \(decimal(distance.upper)); "
            + "chance up to \(decimal(distance.chance)))"
    }
}
