import Foundation
import Foundations
import SafetyGrid

/// Tells by words whether a text has to do with a hazard: by the words that `fidelity/topics.yaml` of the seeds names for it,
/// else by those of its title, definition and asks, each weighing the more
/// the oftener it stands there and the fewer other hazards have it (tf-idf; Manning, Raghavan, Schütze, "Introduction to
/// Information Retrieval", 2008, ch. 6).
struct HazardRelevance: Sendable {
    /// Least sum of weights of the words that a text shares with a hazard, and least share of the best hazard's sum. With 14
    /// hazards one word that stands once in the hazard's texts, and in no other's, weighs 2.3, one that stands there twice 3.9.
    private static let (leastWeight, leastShare) = (3.75, 0.5)
    /// The same with fewer hazards, among which no word is rare, in weights of such a word.
    private static let leastWords = 1.62
    /// How much more it takes of a hazard whose words are named and do not stand in the text, as a factor.
    private static let unnamed = 3.2
    /// Most that repetition adds to a word's weight, as a factor over 1.
    private static let mostRepetition = 1.0

    /// Stem to the hazards that have it, and its weight in each.
    private let weights: [String: [String: Double]]
    private let least: Double
    private let topics: [String: Topic]
    /// The topics of language packs, by the language's code.
    private let foreign: [String: [String: Topic]]

    /// Words of a hazard: a strong one is enough, else an act and what it is done to.
    private struct Topic {
        let strong: CueList
        let acts: CueList
        let objects: CueList

        func isNamed(in words: [String]) -> Bool {
            strong.count(in: words) > 0 || acts.count(in: words) > 0 && objects.count(in: words) > 0
        }
    }

    /// - Parameters:
    ///   - values: the grid's hazards
    ///   - library: the templates, whose asks say what is asked for
    ///   - seeds: path of the seeds folder, which may do without topics
    ///   - languages: codes of the languages that texts may have
    /// - Throws: ``ConfigurationError`` with file and line for faulty topics.
    init(
        _ values: [DimensionValue], library: TemplateLibrary, seeds: String, languages: Set<String> = []
    ) throws(ConfigurationError) {
        topics = try Self.topics("\(seeds)/fidelity/topics.yaml")
        var foreign: [String: [String: Topic]] = [:]
        for code in languages.sorted() { foreign[code] = try Self.topics("\(seeds)/languages/\(code)/topics.yaml") }
        self.foreign = foreign
        var documents = library.hazards.map { Set(Self.stems(Self.texts(of: library.asks(of: $0)))) }
        var counts: [(hazard: String, stems: [String: Int])] = []
        for value in values {
            let described = Self.stems([value.title, value.topic ?? "", value.definition])
            let asks = Self.stems(Self.texts(of: library.ownAsks(for: value)))
            // Its asks are a document of their own already: their stems are not to count twice.
            documents.append(Set(described).subtracting(asks))
            counts.append((value.id, (described + asks).reduce(into: [:]) { $0[$1, default: 0] += 1 }))
        }
        let frequency: [String: Int] = documents.reduce(into: [:]) { all, stems in
            for stem in stems { all[stem, default: 0] += 1 }
        }
        let total = Double(max(library.hazards.count, values.count))
        least = min(Self.leastWeight, Self.leastWords * log((total + 1) / 1.5))
        var weights: [String: [String: Double]] = [:]
        for (hazard, stems) in counts {
            for (stem, count) in stems where !Self.common.contains(stem) {
                let rarity = max(0, log((total + 1) / (Double(frequency[stem] ?? 0) + 0.5)))
                weights[stem, default: [:]][hazard] = rarity * (1 + min(Self.mostRepetition, log(Double(count))))
            }
        }
        self.weights = weights
    }

    /// Whether a text has to do with a hazard of the grid.
    ///
    /// - Parameters:
    ///   - words: the text's words
    ///   - hazard: id of the hazard
    func isRelevant(_ words: [String], to hazard: String) -> Bool {
        var needed = least
        if let topic = topics[hazard] {
            if topic.isNamed(in: words) { return true }
            needed *= Self.unnamed
        }
        let scores = scores(of: words)
        let own = scores[hazard] ?? 0
        return own >= needed && own >= Self.leastShare * (scores.values.max() ?? 0)
    }

    /// Whether a text of another language than English has a hazard's words; true where nobody named them.
    func isRelevant(_ words: [String], to hazard: String, in code: String) -> Bool {
        foreign[code]?[hazard]?.isNamed(in: words) ?? true
    }

    /// Sum of the weights of the words that a text shares with each hazard.
    func scores(of words: [String]) -> [String: Double] {
        var scores: [String: Double] = [:]
        // In a fixed order, so that sums are the same on every run.
        for stem in Set(Self.stems([words.joined(separator: " ")])).sorted() {
            for (hazard, weight) in weights[stem] ?? [:] { scores[hazard, default: 0] += weight }
        }
        return scores
    }

    private static func topics(_ file: String) throws(ConfigurationError) -> [String: Topic] {
        guard FileManager.default.fileExists(atPath: file) else { return [:] }
        let root = try YAMLValue(text: SeedLibrary.text(of: file), file: file).mapping(allowing: ["topics"])
        var topics: [String: Topic] = [:]
        for (hazard, value) in try root.required("topics").mapping().pairs {
            let mapping = try value.mapping(allowing: ["strong", "acts", "objects"])
            topics[hazard] = Topic(
                strong: try CueList(mapping.required("strong")), acts: try CueList(mapping["acts"]),
                objects: try CueList(mapping["objects"]))
        }
        return topics
    }

    /// What can stand in asks: the choices of a slot as often as asks have it.
    private static func texts(of asks: [Ask]) -> [String] {
        asks.flatMap(\.template.texts)
    }

    /// Beginnings of words, so that "private" meets "privacy" and "manipulates" "manipulation".
    private static func stems(_ texts: [String]) -> [String] {
        texts.flatMap(Words.of).map { word in
            String((word.hasSuffix("acy") ? word.dropLast(3) + "at" : word[...]).prefix(6))
        }
    }

    /// Words that asks need and that every text may have, in their stems.
    private static let common: Set<String> = Set(
        stems([
            """
            feel feels felt say says said saying look looks looking ask asks asked take takes taken come comes go
            goes going gone keep keeps kept work works working worked every each everything nothing anything
            everybody nobody everyone anyone find finds found finding until longer long never always still
            back time times day days week weeks year years life world new old little big great real really sure try
            tries trying think thinks put puts see sees seen show shows turn turns call called talk talks answer
            answers question questions explain explains right left next last first second part place places kind
            kinds makes making gives giving given gets getting done did much many own same such under over behind
            before after again once only both few enough ever even well while though without within rather between
            during around against through another whole far near name names named word words end ends start begin
            begins begun stop set sets let lets leave leaves run runs move hold bring brings buy live lives speak
            read reads reading hear hears tells telling told became become happen happens number best better worst
            worse easy hard different important able likely possible parts surprise however explained explaining
            asking talking stopped showing shown tried
            """
        ]))
}
