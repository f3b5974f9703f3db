/// Patterns of all languages, folded, and found by their first scalar.
struct PhraseMatcher {
    /// A pattern and what may lie between its pieces.
    struct Pattern {
        let pieces: [[[Unicode.Scalar]]]
        let reach: Int
        let barriers: [[Unicode.Scalar]]

        /// - Parameters:
        ///   - pieces: as in ``RefusalPhrases``
        ///   - reach: most scalars between one piece and the next
        ///   - barriers: what does not stand between them
        init(_ pieces: RefusalPhrases.Pattern, reach: Int = 0, barriers: [String] = []) {
            self.pieces = pieces.map { $0.map(PhraseMatcher.folded) }
            self.reach = reach
            self.barriers = barriers.map(PhraseMatcher.folded)
        }
    }

    private let patterns: [Pattern]
    private let starts: [Unicode.Scalar: [(piece: [Unicode.Scalar], pattern: Int)]]
    private let idioms: [Unicode.Scalar: [[Unicode.Scalar]]]

    /// - Parameters:
    ///   - patterns: each of one piece or more
    ///   - idioms: what is passed over
    init(_ patterns: [Pattern], idioms: [String] = []) {
        self.patterns = patterns
        var starts: [Unicode.Scalar: [(piece: [Unicode.Scalar], pattern: Int)]] = [:]
        for (number, pattern) in patterns.enumerated() {
            for piece in pattern.pieces[0] { starts[piece[0], default: []].append((piece, number)) }
        }
        self.starts = starts
        self.idioms = Dictionary(grouping: idioms.map(Self.folded)) { $0[0] }
    }

    /// The first stretch of a text that a pattern fits; nil for none.
    func match(in text: FoldedText) -> String? {
        let scalars = withoutIdioms(text.scalars)
        for index in scalars.indices {
            for (piece, number) in starts[scalars[index]] ?? [] where Self.stands(piece, in: scalars, at: index) {
                let pattern = patterns[number]
                guard let end = end(of: pattern, after: 1, from: index + piece.count, in: scalars) else { continue }
                return String(String.UnicodeScalarView(scalars[index..<end]))
            }
        }
        return nil
    }

    /// The end of the last piece, when all pieces behind the first ones follow.
    private func end(of pattern: Pattern, after count: Int, from start: Int, in text: [Unicode.Scalar]) -> Int? {
        guard count < pattern.pieces.count else { return start }
        var index = start
        while index < text.count, index <= start + pattern.reach, !Self.sentenceEnds.contains(text[index]) {
            for piece in pattern.pieces[count] where Self.stands(piece, in: text, at: index) {
                if let end = end(of: pattern, after: count + 1, from: index + piece.count, in: text) { return end }
            }
            if pattern.barriers.contains(where: { Self.stands($0, in: text, at: index) }) { return nil }
            index += 1
        }
        return nil
    }

    /// Whether a piece stands at a place; a word of letters with spaces between words does so only at its beginning.
    private static func stands(_ piece: [Unicode.Scalar], in text: [Unicode.Scalar], at index: Int) -> Bool {
        guard text[index] == piece[0], text[index...].starts(with: piece) else { return false }
        return index == 0 || !isSpacedLetter(piece[0]) || !isSpacedLetter(text[index - 1])
    }

    /// Whether a piece stands at a place and ends where a word does.
    private static func isWhole(_ piece: [Unicode.Scalar], in text: [Unicode.Scalar], at index: Int) -> Bool {
        let end = index + piece.count
        guard stands(piece, in: text, at: index) else { return false }
        return end == text.count || text[end].value >= 0x2E80 || !text[end].properties.isAlphabetic
    }

    /// Whether words of such letters stand apart. Arabic writes small words together with the next one.
    private static func isSpacedLetter(_ scalar: Unicode.Scalar) -> Bool {
        let isBefore = scalar.value < 0x600 || (0x900...0xDFF).contains(scalar.value)
        return isBefore && scalar.properties.isAlphabetic
    }

    private func withoutIdioms(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        guard !idioms.isEmpty else { return text }
        var result: [Unicode.Scalar] = []
        result.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            if let idiom = idioms[text[index]]?.first(where: { Self.isWhole($0, in: text, at: index) }) {
                result.append(".")
                index += idiom.count
            } else {
                result.append(text[index])
                index += 1
            }
        }
        return result
    }

    /// A blank at the end says that a word ends there.
    fileprivate static func folded(_ piece: String) -> [Unicode.Scalar] {
        FoldedText(piece).scalars + (piece.hasSuffix(" ") ? [" "] : [])
    }

    private static let sentenceEnds: Set<Unicode.Scalar> = [".", "!", "?", "。", "।", "؟", ";", "\u{37E}"]
}
