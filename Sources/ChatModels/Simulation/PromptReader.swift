/// Reads from a prompt's text alone which value of each dimension it shows.
///
/// Every dimension is decided by the sum of its cues' weights; ties go to the value that comes first in the profile,
/// and a dimension without any cue in the text stays unread.
package struct PromptReader: Sendable {
    private let dimensions: [CueDimension]
    private let index: CueIndex
    private let spelling: SpellingGuide
    private let features: [Feature]

    private struct Feature: Sendable {
        let feature: StyleFeature
        let vote: CueIndex.Vote
    }

    /// A reader of the given cues; `commonWords` are known words beside the cues' own.
    init(dimensions: [CueDimension], commonWords: [String]) {
        self.dimensions = dimensions
        var index = CueIndex()
        var features: [Feature] = []
        for (dimension, axis) in dimensions.enumerated() {
            for (value, cues) in axis.values.enumerated() {
                for word in cues.words {
                    index.add(
                        word.cue,
                        .init(dimension: dimension, value: value, weight: word.weight, language: word.language))
                }
                for (feature, weight) in cues.features {
                    let vote = CueIndex.Vote(dimension: dimension, value: value, weight: weight, language: nil)
                    features.append(Feature(feature: feature, vote: vote))
                }
            }
        }
        self.index = index
        self.features = features
        spelling = SpellingGuide(words: index.vocabulary.union(commonWords))
    }

    /// The values that the text shows, by dimension, without the dimensions for which it has no cue.
    package func read(_ prompt: String) -> [String: String] {
        let text = PromptText(prompt)
        var slips = 0
        var scores = scores(of: text.words, in: nil)
        // The known words are English: in another language a word that is nearly one of them is no slip.
        let language = dimensions.firstIndex { $0.id == LanguageCues.dimension }.flatMap { winner($0, of: scores) }
        if let language, language != LanguageCues.english {
            scores = self.scores(of: text.words, in: language)
        } else {
            let words = text.words.map { word in
                guard let meant = spelling.correction(of: word) else { return word }
                slips += 1
                return meant
            }
            if slips > 0 { scores = self.scores(of: words, in: nil) }
        }
        for feature in features {
            scores[feature.vote.dimension][feature.vote.value] +=
                feature.vote.weight * feature.feature.strength(in: text, slips: slips)
        }
        var reading: [String: String] = [:]
        for (place, dimension) in dimensions.enumerated() { reading[dimension.id] = winner(place, of: scores) }
        return reading
    }

    private func scores(of words: [String], in language: String?) -> [[Double]] {
        var scores = dimensions.map { [Double](repeating: 0, count: $0.values.count) }
        index.votes(in: words, of: language) { scores[$0.dimension][$0.value] += $0.weight }
        return scores
    }

    /// The value of a dimension with the highest score; nil where none has one.
    private func winner(_ dimension: Int, of scores: [[Double]]) -> String? {
        guard let best = scores[dimension].max(), best > 0 else { return nil }
        return scores[dimension].firstIndex(of: best).map { dimensions[dimension].values[$0].id }
    }
}

/// The cues of one dimension.
struct CueDimension: Sendable {
    let id: String
    private(set) var values: [CueSet]

    init(id: String, values: [CueSet]) {
        self.id = id
        self.values = values
    }

    /// Adds the cues of further sets to those of the same values.
    mutating func add(_ sets: [CueSet]) {
        for set in sets {
            guard let known = values.firstIndex(where: { $0.id == set.id }) else {
                values.append(set)
                continue
            }
            let own = values[known]
            values[known] = CueSet(id: set.id, words: own.words + set.words, features: own.features + set.features)
        }
    }
}

/// The cues for one value of a dimension.
struct CueSet: Sendable {
    /// A word, a stem or a phrase.
    struct Word: Sendable {
        let cue: String
        let weight: Double
        /// The language in which it is one; nil for all.
        var language: String?
    }

    let id: String
    let words: [Word]
    let features: [(feature: StyleFeature, weight: Double)]
}
