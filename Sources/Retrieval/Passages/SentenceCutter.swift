/// Cuts a paragraph behind the marks that end sentences in the world's scripts.
///
/// An abbreviation may be taken for an end: a passage then has a border within a sentence, and nothing worse.
enum SentenceCutter {
    /// Calls `body` with the sentences of a paragraph of valid UTF-8, which together are the paragraph.
    static func forEachSentence(in paragraph: UTF8Text, _ body: (UTF8Text) -> Void) {
        let bytes = paragraph
        var start = bytes.startIndex
        var index = start
        while index < bytes.endIndex {
            guard let end = bytes.endOfMark(at: index, isEnd) else {
                index += 1
                continue
            }
            let isWide = bytes[index] >= 0x80 && Self.isWide(bytes.scalar(at: index).scalar)
            index = end
            while let next = bytes.endOfMark(at: index, { isEnd($0) || isClosing($0) }) { index = next }
            // A full stop inside a number or a name has no space behind it.
            guard isWide || index == bytes.endIndex || bytes.widthOfSpace(at: index) > 0 else { continue }
            body(bytes[start..<index])
            start = index
        }
        if start < bytes.endIndex { body(bytes[start...]) }
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

extension UTF8Text {
    /// Where the character that begins at `index` ends, when it is such a mark; nil within a character and at the end.
    fileprivate func endOfMark(at index: Int, _ isMark: (Unicode.Scalar) -> Bool) -> Int? {
        guard index < endIndex else { return nil }
        let byte = self[index]
        if byte < 0x80 { return isMark(Unicode.Scalar(byte)) ? index + 1 : nil }
        // Every mark beyond ASCII begins with a byte of 0xC2 or more; smaller bytes stand within a character.
        guard byte >= 0xC2 else { return nil }
        let (scalar, width) = scalar(at: index)
        return isMark(scalar) ? index + width : nil
    }
}
