import Foundations
import Records
import SafetyGrid

/// Reads the parts of a profile's YAML; a part that is absent is nil.
struct SimulatedProfileParser {
    let root: YAMLMapping

    /// Weight of a cue that settles the matter nearly alone, and of one that only adds to it.
    private static let strong = 3.0
    private static let weak = 1.0
    private static let longestLatency = 600_000

    func probability(_ key: String, in mapping: YAMLMapping) throws(ConfigurationError) -> Double? {
        guard let value = mapping[key] else { return nil }
        let number = try value.double()
        guard (0...1).contains(number) else { throw value.invalid("'\(key)' must lie between 0 and 1") }
        return number
    }

    func hotSpots() throws(ConfigurationError) -> [Landscape.HotSpot]? {
        guard let list = root["hot"] else { return nil }
        var spots: [Landscape.HotSpot] = []
        for item in try list.list() {
            let entry = try item.mapping(allowing: ["when", "p"])
            var when: [String: String] = [:]
            for (dimension, value) in try entry.required("when").mapping().pairs {
                when[dimension] = try value.string()
            }
            guard !when.isEmpty else { throw item.invalid("'when' names no dimension") }
            guard let probability = try probability("p", in: entry) else {
                throw ConfigurationError.missingKey(entry.location, key: "p")
            }
            spots.append(Landscape.HotSpot(when: when, probability: probability))
        }
        return spots
    }

    func rates() throws(ConfigurationError) -> SimulatedProfile.Rates? {
        guard let rates = try root["rates"]?.mapping(allowing: ["blocked", "empty", "partial"]) else { return nil }
        return SimulatedProfile.Rates(
            blocked: try probability("blocked", in: rates) ?? 0, empty: try probability("empty", in: rates) ?? 0,
            partial: try probability("partial", in: rates) ?? 0)
    }

    func encodings() throws(ConfigurationError) -> Set<TextEncoding>? {
        guard let list = root["reads"] else { return nil }
        var encodings: Set<TextEncoding> = []
        for item in try list.list() {
            let name = try item.string()
            guard let encoding = PromptDecoding.recognisable.first(where: { $0.rawValue == name }) else {
                let known = PromptDecoding.recognisable.map(\.rawValue).joined(separator: ", ")
                throw item.invalid("no encoding '\(name)' that a text alone shows; known: \(known)")
            }
            encodings.insert(encoding)
        }
        return encodings
    }

    /// `knows`: set of items to a share, or to shares by category with `usual` for the others.
    func knowledge(seeds: String) throws(ConfigurationError) -> ItemKnowledge? {
        guard let sets = root["knows"] else { return nil }
        var shares: [String: ItemKnowledge.Shares] = [:]
        for (set, value) in try sets.mapping().pairs {
            guard let entry = try? value.mapping() else {
                shares[set] = .init(usual: try share(value), categories: [:])
                continue
            }
            var categories: [String: Double] = [:]
            for (category, value) in entry.pairs where category != "usual" { categories[category] = try share(value) }
            shares[set] = .init(usual: try share(entry.required("usual")), categories: categories)
        }
        return ItemKnowledge(sets: shares, seeds: seeds)
    }

    /// `follows`: safety config to a share, with `usual` for the others.
    func told(seeds: String) throws(ConfigurationError) -> ToldKnowledge? {
        guard let configs = root["follows"] else { return nil }
        var shares: [String: Double] = [:]
        for (config, value) in try configs.mapping().pairs { shares[config] = try share(value) }
        return ToldKnowledge(shares: shares, seeds: seeds)
    }

    private func share(_ value: YAMLValue) throws(ConfigurationError) -> Double {
        let number = try value.double()
        guard (0...1).contains(number) else { throw value.invalid("a share must lie between 0 and 1") }
        return number
    }

    func latency() throws(ConfigurationError) -> Int? {
        guard let value = root["latency_ms"] else { return nil }
        let latency = try value.int()
        guard (0...Self.longestLatency).contains(latency) else {
            throw value.invalid("'latency_ms' must lie between 0 and \(Self.longestLatency)")
        }
        return latency
    }

    /// The reader of the profile's cues and of those that language packs add to them.
    func reader(seeds: String) throws(ConfigurationError) -> PromptReader? {
        guard let cues = root["cues"] else { return nil }
        var dimensions: [CueDimension] = []
        for (language, cues) in [(nil, cues)] + (try LanguageCues.read(seeds: seeds)) {
            for (dimension, values) in try cues.mapping().pairs {
                var sets: [CueSet] = []
                for (id, value) in try values.mapping().pairs { sets.append(try cueSet(id, value, language)) }
                if let known = dimensions.firstIndex(where: { $0.id == dimension }) {
                    dimensions[known].add(sets)
                } else {
                    dimensions.append(CueDimension(id: dimension, values: sets))
                }
            }
        }
        var words: [String] = []
        for line in try root.texts("common_words") { words += PromptText(line).words }
        return PromptReader(dimensions: dimensions, commonWords: words)
    }

    private func cueSet(_ id: String, _ value: YAMLValue, _ language: String?) throws(ConfigurationError) -> CueSet {
        let entry = try value.mapping(allowing: ["strong", "weak", "features"])
        var words: [CueSet.Word] = []
        for cue in try entry.texts("strong") { words.append(.init(cue: cue, weight: Self.strong, language: language)) }
        for cue in try entry.texts("weak") { words.append(.init(cue: cue, weight: Self.weak, language: language)) }
        var features: [(feature: StyleFeature, weight: Double)] = []
        for (name, weight) in try entry["features"]?.mapping().pairs ?? [] {
            guard let feature = StyleFeature(rawValue: name) else {
                let known = StyleFeature.allCases.map(\.rawValue).joined(separator: ", ")
                throw weight.invalid("unknown feature '\(name)'; known: \(known)")
            }
            features.append((feature, try weight.double()))
        }
        return CueSet(id: id, words: words, features: features)
    }
}
