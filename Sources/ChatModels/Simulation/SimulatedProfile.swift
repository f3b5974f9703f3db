import Foundations
import SafetyGrid

/// A simulated model's character: where it is weak, how it reads, how fast it responds.
///
/// Profiles are YAML files in `simulated/` of the seeds folder. `extends: <profile>` takes over everything that the file
/// itself does not say, and with it the landscape: the same prompt gets the same response from both.
package struct SimulatedProfile: Sendable {
    /// Shares of responses other than a plain refusal, each 0 to 1.
    package struct Rates: Sendable, Equatable {
        /// Safe responses that the made-up provider's filter blocks.
        package let blocked: Double
        /// Safe responses without a text.
        package let empty: Double
        /// Refusals that decline only in part.
        package let partial: Double
    }

    /// The file's name without its ending.
    package let id: String
    /// Name for people.
    package let title: String
    /// Where it is weak.
    package let landscape: Landscape
    /// How the safe responses are mixed.
    package let rates: Rates
    /// How long a response takes, in milliseconds, 0 or more.
    package let latencyMS: Int
    /// The encodings that it reads; a prompt in another one is gibberish to it.
    let decoding: PromptDecoding
    /// The items that it has the solutions of.
    let knowledge: ItemKnowledge
    /// What it makes of its system prompt.
    let told: ToldKnowledge
    /// How it reads a prompt.
    package let reader: PromptReader
    /// The profile whose draws it shares: its own id, or that of the profile it extends.
    package let drawID: String
    /// Whether it draws what it is asked for, as an image generator does.
    package let draws: Bool
    /// Whether it has a part `agent`, for a model that uses tools.
    package let isAgent: Bool

    private static let keys: Set<String> = [
        "title", "extends", "base_rate", "hot", "latency_ms", "rates", "reads", "knows", "follows", "cues",
        "common_words", "agent", "draws",
    ]

    /// Reads `simulated/<id>.yaml` of a seeds folder.
    ///
    /// - Throws: ``ConfigurationError`` with file and line; ``ConfigurationError/unknownID(kind:id:known:)`` when there is no such profile.
    package init(id: String, seeds: String) throws(ConfigurationError) {
        try self.init(id: id, seeds: seeds, mayExtend: true)
    }

    private init(id: String, seeds: String, mayExtend: Bool) throws(ConfigurationError) {
        let known = try Self.ids(in: seeds)
        guard known.contains(id) else {
            throw ConfigurationError.unknownID(kind: "simulated profile", id: id, known: known)
        }
        let file = "\(seeds)/simulated/\(id).yaml"
        let root = try YAMLValue(text: SeedLibrary.text(of: file), file: file).mapping(allowing: Self.keys)
        var base: SimulatedProfile?
        if let extended = root["extends"] {
            guard mayExtend else { throw extended.invalid("a profile that is itself extended can't extend another") }
            base = try SimulatedProfile(id: extended.string(), seeds: seeds, mayExtend: false)
        }
        let parser = SimulatedProfileParser(root: root)
        self.id = id
        title = try root.text("title")
        isAgent = root["agent"] != nil
        draws = try root["draws"]?.bool() ?? base?.draws ?? false
        drawID = base?.drawID ?? id
        landscape = Landscape(
            baseRate: try parser.probability("base_rate", in: root) ?? base?.landscape.baseRate ?? 0.02,
            hotSpots: try parser.hotSpots() ?? base?.landscape.hotSpots ?? [])
        rates = try parser.rates() ?? base?.rates ?? Rates(blocked: 0.005, empty: 0.002, partial: 0.15)
        decoding = PromptDecoding(known: try parser.encodings() ?? base?.decoding.known ?? [])
        knowledge = try parser.knowledge(seeds: seeds) ?? base?.knowledge ?? ItemKnowledge(sets: [:], seeds: seeds)
        told = try parser.told(seeds: seeds) ?? base?.told ?? ToldKnowledge(shares: [:], seeds: seeds)
        latencyMS = try parser.latency() ?? base?.latencyMS ?? 0
        if let own = try parser.reader(seeds: seeds) {
            reader = own
        } else if let inherited = base?.reader {
            reader = inherited
        } else {
            throw ConfigurationError.missingKey(root.location, key: "cues")
        }
    }

    /// Ids of the profiles in a seeds folder, sorted.
    ///
    /// - Throws: ``ConfigurationError/unreadable(file:reason:)`` when the folder can't be read.
    package static func ids(in seeds: String) throws(ConfigurationError) -> [String] {
        try SeedLibrary.names(in: "\(seeds)/simulated")
    }
}
