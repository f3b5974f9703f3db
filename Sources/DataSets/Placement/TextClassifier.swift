import Foundation

/// Finds the document that a text has most in common with: cosine of TF-IDF vectors (Manning, Raghavan, Schütze,
/// "Introduction to Information Retrieval", 2008, ch. 6).
package struct TextClassifier: Sendable {
    /// A document, and how near it is.
    package struct Match: Sendable, Equatable {
        /// Id of the document.
        package let id: String
        /// Cosine of the two vectors, 0 ... 1.
        package let similarity: Double
        /// How clearly it is the nearest, 0 ... 1. A score, not a probability.
        package let confidence: Double
    }

    /// Below this cosine a text has too little in common with any document to be sure of it.
    private static let fullSimilarity = 0.12
    /// How fast confidence falls with the distance to the runner-up.
    private static let temperature = 0.03

    private let ids: [String]
    private let weights: [String: Double]
    /// Word to the documents that have it, and its weight in each.
    private let postings: [String: [(document: Int, weight: Double)]]

    /// A classifier of the given documents.
    ///
    /// - Parameter documents: id and words of each, as ``Words`` gives them
    package init(documents: [(id: String, words: [String])]) {
        ids = documents.map(\.id)
        var frequency: [String: Int] = [:]
        for document in documents { for word in Set(document.words) { frequency[word, default: 0] += 1 } }
        let total = Double(documents.count)
        let weights = frequency.mapValues { log((total + 1) / (Double($0) + 0.5)) }
        var postings: [String: [(document: Int, weight: Double)]] = [:]
        for (index, document) in documents.enumerated() {
            for (word, weight) in Self.vector(document.words, weights) {
                postings[word, default: []].append((index, weight))
            }
        }
        self.weights = weights
        self.postings = postings
    }

    /// The nearest documents, at most `count`, the nearest first; none when no word is shared.
    package func nearest(_ words: [String], count: Int = 1) -> [Match] {
        var cosines = [Double](repeating: 0, count: ids.count)
        for (word, weight) in Self.vector(words, weights) {
            for posting in postings[word] ?? [] { cosines[posting.document] += weight * posting.weight }
        }
        let order = cosines.indices.filter { cosines[$0] > 0 }
            .sorted { (cosines[$0], $1) > (cosines[$1], $0) }
        guard let best = order.first else { return [] }
        let sum = order.reduce(0) { $0 + exp((cosines[$1] - cosines[best]) / Self.temperature) }
        return order.prefix(count).map { index in
            let share = exp((cosines[index] - cosines[best]) / Self.temperature) / sum
            return Match(
                id: ids[index], similarity: min(cosines[index], 1),
                confidence: share * min(1, cosines[index] / Self.fullSimilarity))
        }
    }

    private static func vector(_ words: [String], _ weights: [String: Double]) -> [(String, Double)] {
        var counts: [String: Int] = [:]
        for word in words where weights[word] != nil { counts[word, default: 0] += 1 }
        // In a fixed order, so that sums are the same on every run.
        let raw = counts.sorted { $0.key < $1.key }
            .map { ($0.key, (1 + log(Double($0.value))) * (weights[$0.key] ?? 0)) }
        let length = raw.reduce(0) { $0 + $1.1 * $1.1 }.squareRoot()
        return length > 0 ? raw.map { ($0.0, $0.1 / length) } : []
    }
}
