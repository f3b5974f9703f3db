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
                for (cue, weight) in cues.words {
                    index.add(cue, .init(dimension: dimension, value: value, weight: weight))
                }
                for (feature, weight) in cues.features {
                    let vote = CueIndex.Vote(dimension: dimension, value: value, weight: weight)
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
        let words = text.words.map { word in
            guard let meant = spelling.correction(of: word) else { return word }
            slips += 1
            return meant
        }
        var scores = dimensions.map { [Double](repeating: 0, count: $0.values.count) }
        index.votes(in: words) { scores[$0.dimension][$0.value] += $0.weight }
        for feature in features {
            scores[feature.vote.dimension][feature.vote.value] +=
                feature.vote.weight * feature.feature.strength(in: text, slips: slips)
        }
        var reading: [String: String] = [:]
        for (dimension, axis) in dimensions.enumerated() {
            guard let best = scores[dimension].max(), best > 0, let winner = scores[dimension].firstIndex(of: best)
            else { continue }
            reading[axis.id] = axis.values[winner].id
        }
        return reading
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
    let id: String
    let words: [(cue: String, weight: Double)]
    let features: [(feature: StyleFeature, weight: Double)]
}
