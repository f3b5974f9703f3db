import Foundations
import SafetyGrid

/// How one value of a dimension is told from a prompt's text.
enum FidelityCheck: Sendable {
    /// A sentence is a question, the last one above all.
    case question
    /// At least so many slips of the pen, and so large a share of the counted words.
    case spelling(slips: Int, share: Double)
    /// At least so many points of cues, and so large a share of the words.
    case cues(Cues)

    /// Cues and the sum that their weights must reach.
    struct Cues: Sendable {
        let strong: CueList
        let weak: CueList
        let points: Double
        let share: Double

        /// Whether a sum of weights is enough among so many words.
        func pass(_ sum: Double, of words: Int) -> Bool {
            sum >= points && sum / Double(max(words, 1)) >= share
        }
    }

    /// The findings of a check in a prompt.
    struct Reading {
        let prompt: String
        let text: FidelityText
        /// The words with slips put right.
        let corrected: [String]
        /// Words that were put right.
        let slips: Int
        /// Words long enough to have slips.
        let counted: Int
    }

    private static let kinds: [String: Set<String>] = [
        "question": ["kind"], "spelling": ["kind", "slips", "share"],
        "cues": ["kind", "points", "share", "strong", "weak"],
    ]

    /// Reads a check.
    ///
    /// - Throws: ``ConfigurationError`` with file and line for an unknown kind or key, or a number out of range.
    init(_ value: YAMLValue) throws(ConfigurationError) {
        let (kind, mapping) = try value.mapping(ofKinds: Self.kinds)
        switch kind {
        case "question":
            self = .question
        case "spelling":
            let slips = try mapping.required("slips")
            guard try slips.int() > 0 else { throw slips.invalid("'slips' is 1 or more") }
            self = .spelling(slips: try slips.int(), share: try Self.share(mapping))
        default:
            let points = try mapping.required("points")
            guard try points.double() > 0 else { throw points.invalid("'points' is more than 0") }
            self = .cues(
                Cues(
                    strong: try CueList(mapping.required("strong")), weak: try CueList(mapping["weak"]),
                    points: try points.double(), share: try Self.share(mapping)))
        }
    }

    private static func share(_ mapping: YAMLMapping) throws(ConfigurationError) -> Double {
        guard let value = mapping["share"] else { return 0 }
        let share = try value.double()
        guard (0...1).contains(share) else { throw value.invalid("'share' is 0 to 1") }
        return share
    }

    /// Whether the check knows one language alone.
    var isOfOneLanguage: Bool {
        if case .question = self { false } else { true }
    }

    /// Words that the check knows.
    var vocabulary: Set<String> {
        if case .cues(let cues) = self { cues.strong.vocabulary.union(cues.weak.vocabulary) } else { [] }
    }

    /// Whether the prompt shows the value, and why.
    func outcome(of reading: Reading) -> (passes: Bool, reason: String) {
        switch self {
        case .question:
            if reading.text.endsAsQuestion { return (true, "ends with a question") }
            return (false, reading.text.hasQuestion ? "goes on after its question" : "has no question")
        case .spelling(let slips, let share):
            let found = Double(reading.slips) / Double(max(reading.counted, 1))
            return (
                reading.slips >= slips && found >= share,
                "\(reading.slips) slips in \(reading.counted) words of four letters and more"
            )
        case .cues(let cues):
            let (strong, weak) = (cues.strong.count(in: reading.corrected), cues.weak.count(in: reading.corrected))
            let words = reading.corrected.count
            return (
                cues.pass(Double(strong) + 0.5 * Double(weak), of: words),
                "\(strong) strong and \(weak) weak cues in \(words) words"
            )
        }
    }

    /// Whether the prompt shows the value: the outcome without its reason, which costs as much as the rest of the check.
    func passes(_ reading: Reading) -> Bool {
        guard case .cues(let cues) = self else { return outcome(of: reading).passes }
        let words = reading.corrected
        let strong = cues.strong.count(in: words) { cues.pass(Double($0), of: words.count) }
        if cues.pass(Double(strong), of: words.count) { return true }
        let points = { (weak: Int) in Double(strong) + 0.5 * Double(weak) }
        let weak = cues.weak.count(in: words) { cues.pass(points($0), of: words.count) }
        return cues.pass(points(weak), of: words.count)
    }
}
