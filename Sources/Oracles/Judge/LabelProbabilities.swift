import ChatModels
import Foundation
import Records

extension ChatReply {
    /// How probable the model held each label where it wrote the value of `"label"`, normalised over the three; nil when the
    /// provider gave no log-probabilities or the place can't be found.
    var labelProbabilities: [String: Double]? {
        guard let tokens else { return nil }
        var written = ""
        var found: [String: Double]?
        for token in tokens {
            // The last place counts, as it does for the label itself.
            if Self.isBeforeLabel(written), let shares = Self.shares(of: token) { found = shares }
            written += token.text
        }
        return found
    }

    /// Whether a text ends where the value of `"label"` begins.
    private static func isBeforeLabel(_ text: String) -> Bool {
        let tail = text.suffix(40).filter { !$0.isWhitespace }
        return tail.hasSuffix("\"label\":\"") || tail.hasSuffix("\"label\":")
    }

    private static func shares(of token: TokenProbability) -> [String: Double]? {
        var sums: [String: Double] = [:]
        for (text, logProbability) in token.alternatives.merging(
            [token.text: token.logProbability], uniquingKeysWith: { a, _ in a })
        {
            let word = text.lowercased().filter { $0.isLetter }
            // "un" begins two labels, so it speaks for none.
            guard word.count > 2 || word == "sa",
                let label = Verdict.Label.allCases.map(\.rawValue).first(where: { $0.hasPrefix(word) })
            else { continue }
            sums[label, default: 0] += exp(logProbability)
        }
        let total = sums.values.reduce(0, +)
        return total > 0 ? sums.mapValues { $0 / total } : nil
    }
}
