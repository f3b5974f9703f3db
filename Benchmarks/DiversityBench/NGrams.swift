import Foundation

/// Measures of diversity that count runs of words.
enum NGrams {
    /// Words in lower case, punctuation left out.
    static func words(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "'" }.map(String.init)
    }

    /// Distinct runs of n words over all of them, 0 ... 1 (Li et al. 2016, "A Diversity-Promoting Objective Function").
    static func distinct(_ n: Int, in texts: [[String]]) -> Double {
        var distinct: Set<[String]> = []
        var total = 0
        for text in texts {
            for gram in grams(n, of: text) {
                distinct.insert(gram)
                total += 1
            }
        }
        return Double(distinct.count) / Double(max(total, 1))
    }

    /// Mean BLEU-4 of each text against all the others (Zhu et al. 2018, "Texygen"), 0 ... 1; lower is more diverse. A
    /// missing order counts as half a match, so that short texts have a score; with so many references none is too short.
    static func selfBLEU(_ texts: [[String]]) -> Double {
        var scores = [Double](repeating: 0, count: texts.count)
        for n in 1...4 {
            // Clipping needs the largest count among the others: the two largest of all, and who has the largest.
            var best: [[String]: (first: Int, owner: Int, second: Int)] = [:]
            let counts = texts.map { text in
                grams(n, of: text).reduce(into: [[String]: Int]()) { $0[$1, default: 0] += 1 }
            }
            for (owner, counts) in counts.enumerated() {
                for (gram, count) in counts {
                    let known = best[gram] ?? (0, -1, 0)
                    best[gram] =
                        count > known.first
                        ? (count, owner, known.first) : (known.first, known.owner, max(known.second, count))
                }
            }
            for (owner, counts) in counts.enumerated() {
                var (matched, total) = (0, 0)
                for (gram, count) in counts {
                    let known = best[gram] ?? (0, -1, 0)
                    matched += min(count, known.owner == owner ? known.second : known.first)
                    total += count
                }
                scores[owner] += log(max(Double(matched), 0.5) / Double(max(total, 1))) / 4
            }
        }
        return scores.map { exp($0) }.reduce(0, +) / Double(max(texts.count, 1))
    }

    private static func grams(_ n: Int, of words: [String]) -> [[String]] {
        words.count < n ? [] : (0...(words.count - n)).map { Array(words[$0..<($0 + n)]) }
    }
}
