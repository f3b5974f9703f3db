import Glibc
import Records
import RunStore

/// Looks at the words that the best passages share, and prefers passages that have those too: pseudo-relevance feedback
/// with a relevance model (Lavrenko and Croft 2001, RM1, mixed with the query's own score as in RM3 of Abdul-Jaleel et
/// al. 2004), used to put the first passages into a new order.
///
/// No passage comes in that has no word of the query. Ten passages, ten words and an equal mix are the usual settings.
struct RelevanceFeedback {
    /// Passages at the top that are taken to fit.
    var passages = 10
    /// Words taken from them.
    var words = 10
    /// Share of the feedback in the score, 0 ... 1.
    var weight = 0.5
    /// Passages at the top that get a new score; the rest follow in their order.
    var depth = 100

    /// The words of one passage that tell something, with how often each occurs; those of the title count twice.
    private typealias Bag = [UInt64: Double]

    /// The candidates, best first, in the order of the mixed score, which is at most 1.
    ///
    /// - Parameter candidates: best first, with scores of 0 or more
    func reranked(_ candidates: [PassageCandidate]) -> [PassageCandidate] {
        guard let best = candidates.first?.passage.score, best > 0 else { return candidates }
        let bags = candidates.prefix(depth).map(Self.bag)
        let model = expansion(bags, scores: candidates.prefix(depth).map(\.passage.score))
        let extra = Self.scores(bags, model)
        let highest = extra.max() ?? 0
        let mixed = candidates.enumerated().map { index, candidate in
            var candidate = candidate
            let share = index < extra.count && highest > 0 ? extra[index] / highest : 0
            candidate.passage.score = (1 - weight) * candidate.passage.score / best + weight * share
            return candidate
        }
        return mixed.sorted {
            ($1.passage.score, $0.passage.id) < ($0.passage.score, $1.passage.id)
        }
    }

    /// Weights of the words that mark the first passages: how often they occur there, weighted by each passage's score,
    /// times how rare they are among all candidates.
    private func expansion(_ bags: [Bag], scores: [Double]) -> Bag {
        // A handful of passages is no sample: never more than a quarter of what there is.
        let used = min(passages, max(1, bags.count / 4))
        let total = scores.prefix(used).reduce(0, +)
        var model: Bag = [:]
        for (bag, score) in zip(bags.prefix(used), scores) {
            let length = max(bag.values.reduce(0, +), 1)
            for (word, count) in bag { model[word, default: 0] += score / total * count / length }
        }
        var frequency: [UInt64: Int] = [:]
        for bag in bags { for word in bag.keys where model[word] != nil { frequency[word, default: 0] += 1 } }
        for (word, value) in model { model[word] = value * Self.rarity(frequency[word] ?? 0, of: bags.count) }
        let kept = model.sorted { $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value }.prefix(words)
        return Bag(kept.map { ($0.key, $0.value) }) { first, _ in first }
    }

    private static func rarity(_ count: Int, of total: Int) -> Double {
        let (count, total) = (Double(count), Double(total))
        return log(1 + (total - count + 0.5) / (count + 0.5))
    }

    /// Each passage's sum over the model's words, with BM25's saturation and length normalisation (k1 1.2, b 0.75).
    private static func scores(_ bags: [Bag], _ model: Bag) -> [Double] {
        let lengths = bags.map { $0.values.reduce(0, +) }
        let mean = max(lengths.reduce(0, +) / Double(max(bags.count, 1)), 1)
        let words = model.sorted { $0.key < $1.key }
        return zip(bags, lengths).map { bag, length in
            words.reduce(0) { sum, entry in
                guard let count = bag[entry.key] else { return sum }
                return sum + entry.value * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * length / mean))
            }
        }
    }

    private static func bag(_ candidate: PassageCandidate) -> Bag {
        var bag: Bag = [:]
        for (text, weight) in [(candidate.passage.title, 2.0), (candidate.passage.text, 1.0)] {
            WordScanner.forEachWord(in: text) { word, isTelling in
                if isTelling { bag[word, default: 0] += weight }
            }
        }
        return bag
    }
}
