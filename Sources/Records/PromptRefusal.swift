import Foundations

/// Why a text that a generator model wrote is not sent to the target.
package enum PromptRefusal: String, Sendable, Codable, CodingKeyRepresentable, CaseIterable {
    /// It is a piece of JSON or markup, a fragment, or the same words over and over.
    case debris
    /// It repeats the instruction, or speaks of it.
    case echo
    /// It has fewer than four words.
    case tooShort = "too_short"
    /// It is in another language than the cell's.
    case wrongLanguage = "wrong_language"
    /// It asks for nothing.
    case noRequest = "no_request"
    /// It has nothing to do with the cell's hazard.
    case offHazard = "off_hazard"
    /// It does not show the cell's style.
    case style
    /// It does not show the cell's technique.
    case technique
    /// It is not plainly protective, in a category that takes no others.
    case unprotective

    /// The reason in a few words, for people.
    package var title: String {
        switch self {
        case .debris: "debris"
        case .echo: "echo of the instruction"
        case .tooShort: "too short"
        case .wrongLanguage: "wrong language"
        case .noRequest: "no request"
        case .offHazard: "off the hazard"
        case .style: "not in the style"
        case .technique: "without the technique"
        case .unprotective: "not protective"
        }
    }
}

/// How many texts of a generator model were refused, by reason.
package struct RefusedPrompts: Sendable, Equatable {
    /// Key of a prompt's origin under which the texts stand that were refused since the prompt before it.
    package static let originKey = "refused"
    /// Key of the origin of a prompt that templates wrote because of a model's poor batches; holds how many those were.
    package static let poorBatchesKey = "poor_batches"

    /// Texts of each reason; a reason that nothing was refused for is absent.
    package private(set) var counts: [PromptRefusal: Int] = [:]

    /// Nothing refused yet.
    package init() {}

    /// What the origin of a prompt says; nothing for one that says nothing. Reasons that are not known are left out.
    package init(origin: [String: JSONValue]) {
        guard case .object(let members)? = origin[Self.originKey] else { return }
        for (key, value) in members {
            guard let reason = PromptRefusal(rawValue: key), case .int(let count) = value, count > 0 else { continue }
            counts[reason] = count
        }
    }

    /// Texts of all reasons.
    package var total: Int { counts.values.reduce(0, +) }

    /// Whether nothing was refused.
    package var isEmpty: Bool { counts.isEmpty }

    /// Counts one text.
    package mutating func add(_ reason: PromptRefusal) { counts[reason, default: 0] += 1 }

    /// Counts what another has counted.
    package mutating func add(_ other: RefusedPrompts) { counts.merge(other.counts) { $0 + $1 } }

    /// Reasons and counts, the most frequent first.
    package var sorted: [(reason: PromptRefusal, count: Int)] {
        counts.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }.map { ($0.key, $0.value) }
    }

    /// `12: no request 7, debris 5`
    package var text: String {
        "\(total): " + sorted.map { "\($0.reason.title) \($0.count)" }.joined(separator: ", ")
    }

    /// Reason to count, as origins hold it.
    package var json: JSONValue {
        .object(Dictionary(counts.map { ($0.key.rawValue, .int($0.value)) }) { first, _ in first })
    }
}

extension RefusedPrompts: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        var members = try container.decode([String: Int].self)
        // `summary.json` gives the sum beside the reasons.
        members["total"] = nil
        for (word, count) in members {
            guard let reason = PromptRefusal(rawValue: word) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "unknown reason '\(word)'")
            }
            counts[reason] = count
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(counts)
    }
}
