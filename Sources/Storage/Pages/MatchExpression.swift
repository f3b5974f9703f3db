/// Writes an FTS5 query in which every term is quoted, so that no word, quote or operator of a user's is read as syntax.
struct MatchExpression {
    /// A term and the number of passages that have it, estimated where it is large.
    struct Term {
        let quoted: String
        let count: Int
    }

    /// The query.
    let text: String
    /// What each of its phrases counts, in order.
    let weights: [Double]
    /// Whether more passages match than are scored, as far as the counts tell.
    let isBounded: Bool

    /// Most terms of a query.
    static let maxTerms = 32
    /// Most bytes of a term.
    static let maxTermBytes = 256
    /// Passages that are scored, about.
    static let scoredPassages = 1000
    /// Entries of a term that are counted; more are estimated from how densely these lie.
    static let countedEntries = 400

    /// A term as a string of FTS5; nil when nothing in it could be found.
    static func quoted(_ term: String) -> String? {
        let text = IndexText.spaced(String(term.unicodeScalars.filter { $0 != "\0" }))
        guard text.utf8.count <= maxTermBytes, text.unicodeScalars.contains(where: \.isIndexed) else { return nil }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    /// The query for terms that occur among `passages` in all.
    ///
    /// When few passages have any of them, any will do. Otherwise the rarest terms, which weigh most, choose the passages
    /// to score, and the others take part in the scores only. The choosers stand twice then, and count once.
    init(_ terms: [Term], passages: Int) {
        let terms = terms.sorted { ($0.count, $0.quoted) < ($1.count, $1.quoted) }
        let choosers = terms.isEmpty ? [] : Self.upTo(Self.scoredPassages, terms)
        let others = terms.dropFirst(choosers.count)
        isBounded = choosers.reduce(0) { $0 + $1.count } > Self.scoredPassages
        func weight(_ term: Term) -> Double { PassageScore.weight(count: term.count, of: passages) }
        guard !others.isEmpty else {
            (text, weights) = (Self.anyOf(choosers), choosers.map(weight))
            return
        }
        text = "(\(Self.anyOf(choosers))) AND (\(Self.anyOf(choosers + others)))"
        weights = choosers.map(weight) + choosers.map { _ in 0 } + others.map(weight)
    }

    private static func anyOf(_ terms: [Term]) -> String {
        terms.map(\.quoted).joined(separator: " OR ")
    }

    /// The rarest terms that together have at most `total` entries, one at least.
    private static func upTo(_ total: Int, _ terms: [Term]) -> [Term] {
        var left = total - terms[0].count
        var chosen = [terms[0]]
        for term in terms.dropFirst() {
            left -= term.count
            guard left >= 0 else { break }
            chosen.append(term)
        }
        return chosen
    }
}

extension Unicode.Scalar {
    /// Whether SQLite's tokenizer sees a part of a word in it: letters, numbers, private use.
    fileprivate var isIndexed: Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        case .decimalNumber, .letterNumber, .otherNumber, .privateUse: true
        default: false
        }
    }
}
