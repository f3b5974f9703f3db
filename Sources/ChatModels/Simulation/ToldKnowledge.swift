import Foundations
import SafetyGrid

/// What a simulated model makes of its system prompt: it knows the seeds' safety configs and personas by their words, and follows
/// the configs in part. What else it is told changes nothing.
struct ToldKnowledge: Sendable {
    /// What a system prompt says.
    struct Reading: Sendable {
        /// Id of the config in it; nil for none that is known.
        var config: String?
        /// The hazards that the config allows.
        var allows: Set<String> = []
        /// Id of the persona in it; nil for none that is known.
        var persona: String?
    }

    /// Share of what a config allows that it helps with, by the config's id; `usual` for the others.
    let shares: [String: Double]
    private let seeds: String
    /// The texts of the seeds, read when there is a system prompt for the first time: most prompts have none.
    private let texts = Locked<[(text: String, value: DimensionValue)]?>(nil)

    init(shares: [String: Double], seeds: String) {
        self.shares = shares
        self.seeds = seeds
    }

    /// Reads a system prompt; nil for none.
    func read(_ system: String?) -> Reading? {
        guard let system, !system.isEmpty else { return nil }
        let bytes = Array(system.utf8)
        var reading = Reading()
        for (text, value) in known where ByteSearch.find(text.utf8, in: bytes) {
            if let allows = value.allows {
                reading.config = value.id
                reading.allows = Set(allows)
            } else {
                reading.persona = value.id
            }
        }
        return reading
    }

    /// Share of what a config allows that the model helps with, 0 ... 1.
    func share(of config: String) -> Double { shares[config] ?? shares["usual"] ?? 0 }

    private var known: [(text: String, value: DimensionValue)] {
        texts.withLock { texts in
            if let texts { return texts }
            let read = values.compactMap { value in value.systemPrompt.map { ($0, value) } }
            texts = read
            return read
        }
    }

    /// Seeds that can't be read are not known; whoever runs on them is told.
    private var values: [DimensionValue] {
        guard let folder = try? SeedFolder(option: seeds, environment: [:], executable: nil),
            let library = try? SeedLibrary(folder: folder, only: ["astral", Taxonomy.configs, "personas"])
        else { return [] }
        return library.taxonomies.filter { [.config, .persona].contains($0.dimension) }.flatMap(\.values)
    }
}
