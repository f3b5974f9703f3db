/// Writes an FTS5 query in which every term is quoted, so that no word, quote or operator of a user's is read as syntax.
struct MatchExpression {
    /// A term and the number of passages that have it.
    struct Term {
        let quoted: String
        let count: Int
    }

    /// Most terms of a query.
    static let maxTerms = 32
    /// Most bytes of a term.
    static let maxTermBytes = 256
    /// Passages that are scored, about; SQLite scores some 500 in a millisecond.
    static let scoredPassages = 1500
    /// Entries of the index that are read for a query, about.
    static let scannedEntries = 12_000

    /// A term as a string of FTS5; nil when nothing in it could be found.
    static func quoted(_ term: String) -> String? {
        let text = IndexText.spaced(String(term.unicodeScalars.filter { $0 != "\0" }))
        guard text.utf8.count <= maxTermBytes, text.unicodeScalars.contains(where: \.isIndexed) else { return nil }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    /// The query for terms that occur.
    ///
    /// When few passages have any of them, any will do. Otherwise the rarest terms, which weigh most, choose the passages
    /// to score, and the others, as far as they are affordable, take part in the scores. Each of those stands twice then,
    /// as FTS5 counts a chooser twice.
    static func text(of terms: [Term]) -> String {
        let terms = terms.sorted { ($0.count, $0.quoted) < ($1.count, $1.quoted) }
        guard let rarest = terms.first else { return "" }
        if terms.reduce(0, { $0 + $1.count }) <= scoredPassages { return anyOf(terms) }
        let choosers = upTo(scoredPassages, terms)
        let others = upTo(scannedEntries, terms).dropFirst(choosers.count)
        guard !others.isEmpty else { return anyOf(choosers.isEmpty ? [rarest] : choosers) }
        return "(\(anyOf(choosers))) AND (\(anyOf(choosers + others + others)))"
    }

    private static func anyOf(_ terms: some Sequence<Term>) -> String {
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
