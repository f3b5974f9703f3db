import Glibc
import Storage

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
    var depth = 40

    /// How often words occur in passages, those of a title counting twice.
    private struct Counts {
        /// The words of the passages that are taken to fit, with their columns.
        var columns: [UInt64: Int] = [:]
        /// A row for each passage, a column for each word.
        var rows: [[Double]] = []
        /// Words of each passage that tell something.
        var lengths: [Double] = []
    }

    /// The candidates, best first, in the order of the mixed score, which is at most 1.
    ///
    /// - Parameter candidates: best first, with scores of 0 or more
    func reranked(_ candidates: [PassageCandidate]) -> [PassageCandidate] {
        guard let best = candidates.first?.score, best > 0 else { return candidates }
        let top = candidates.prefix(depth)
        // A handful of passages is no sample: never more than a quarter of what there is.
        let used = min(passages, max(1, top.count / 4))
        let counts = counts(top, vocabularyOf: used)
        let extra = scores(counts, expansion(counts, scores: top.prefix(used).map(\.score)))
        let highest = extra.max() ?? 0
        let mixed = candidates.enumerated().map { index, candidate in
            var candidate = candidate
            let share = index < extra.count && highest > 0 ? extra[index] / highest : 0
            candidate.score = (1 - weight) * candidate.score / best + weight * share
            return candidate
        }
        return mixed.sorted { ($1.score, $0.id) < ($0.score, $1.id) }
    }

    /// Counts the words of the first passages in all of them.
    private func counts(_ candidates: ArraySlice<PassageCandidate>, vocabularyOf used: Int) -> Counts {
        var counts = Counts()
        let texts = candidates.map(Self.words)
        for word in texts.prefix(used).joined() where counts.columns[word.number] == nil {
            counts.columns[word.number] = counts.columns.count
        }
        for text in texts {
            var row = [Double](repeating: 0, count: counts.columns.count)
            var length = 0.0
            for word in text {
                length += word.weight
                if let column = counts.columns[word.number] { row[column] += word.weight }
            }
            counts.rows.append(row)
            counts.lengths.append(length)
        }
        return counts
    }

    /// Weights of the words that mark the first passages: how often they occur there, weighted by each passage's score,
    /// times how rare they are among all candidates.
    private func expansion(_ counts: Counts, scores: [Double]) -> [(column: Int, weight: Double)] {
        let total = scores.reduce(0, +)
        let all = counts.columns.sorted { $0.key < $1.key }.map { _, column in
            var sum = 0.0
            for (passage, score) in scores.enumerated() where counts.rows[passage][column] > 0 {
                sum += score / total * counts.rows[passage][column] / counts.lengths[passage]
            }
            let frequency = counts.rows.count { $0[column] > 0 }
            return (column: column, weight: sum * Self.rarity(frequency, of: counts.rows.count))
        }
        // Stable: of equal weights the smaller word comes first.
        return Array(all.sorted { $0.weight > $1.weight }.prefix(words))
    }

    private static func rarity(_ count: Int, of total: Int) -> Double {
        let (count, total) = (Double(count), Double(total))
        return log(1 + (total - count + 0.5) / (count + 0.5))
    }

    /// Each passage's sum over the words, with BM25's saturation and length normalisation (k1 1.2, b 0.75).
    private func scores(_ counts: Counts, _ model: [(column: Int, weight: Double)]) -> [Double] {
        let mean = max(counts.lengths.reduce(0, +) / Double(max(counts.lengths.count, 1)), 1)
        return zip(counts.rows, counts.lengths).map { row, length in
            model.reduce(0) { sum, word in
                let count = row[word.column]
                return sum + word.weight * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * length / mean))
            }
        }
    }

    /// The telling words, and the weight of one occurrence.
    private static func words(of candidate: PassageCandidate) -> [(number: UInt64, weight: Double)] {
        var words: [(number: UInt64, weight: Double)] = []
        words.reserveCapacity(candidate.text.utf8.count / 8)
        for (text, weight) in [(candidate.title, 2.0), (candidate.text, 1.0)] {
            WordScanner.forEachWord(in: text) { word, isTelling in
                if isTelling { words.append((word, weight)) }
            }
        }
        return words
    }
}
