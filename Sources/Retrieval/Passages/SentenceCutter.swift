/// Cuts a paragraph behind the marks that end sentences in the world's scripts.
///
/// An abbreviation may be taken for an end: a passage then has a border within a sentence, and nothing worse.
enum SentenceCutter {
    /// The sentences, which are the paragraph when they are put together again.
    static func sentences(of paragraph: Substring) -> [Substring] {
        let scalars = paragraph.unicodeScalars
        var sentences: [Substring] = []
        var start = scalars.startIndex
        var index = start
        while index < scalars.endIndex {
            let scalar = scalars[index]
            index = scalars.index(after: index)
            guard isEnd(scalar) else { continue }
            while index < scalars.endIndex, isEnd(scalars[index]) || isClosing(scalars[index]) {
                index = scalars.index(after: index)
            }
            // A full stop inside a number or a name has no space behind it.
            guard isWide(scalar) || index == scalars.endIndex || scalars[index].properties.isWhitespace else {
                continue
            }
            sentences.append(paragraph[start..<index])
            start = index
        }
        if start < scalars.endIndex { sentences.append(paragraph[start...]) }
        return sentences
    }

    private static func isEnd(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case ".", "!", "?", "…", "؟", "۔", "।", "॥", "։", "።", "။": true
        default: isWide(scalar)
        }
    }

    /// Marks that need no space behind them.
    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "。", "！", "？", "．", "｡": true
        default: false
        }
    }

    private static func isClosing(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\"", "'", ")", "]", "”", "’", "»", "」", "』", "）": true
        default: false
        }
    }
}
