import Foundations
import Records

/// Sees that a prompt is encoded, and reads it. A plain prompt is never taken for an encoded one.
struct PromptDecoding: Sendable {
    /// The encodings that it knows.
    let known: Set<TextEncoding>

    /// Fewest digits or letters of a run that may be base64 or hexadecimal.
    private static let leastRun = 16
    /// Least share of words with digits or letters of two scripts in a text in leetspeak or with homoglyphs.
    private static let mixedShare = 0.3

    /// The encodings that can be told from the text alone; of the others only whoever is told can read them.
    static let recognisable: [TextEncoding] = [.base64, .hex, .leetspeak, .homoglyphs, .zeroWidth, .spacedLetters]

    /// The encoding of a prompt, or of lines of it, and what it says; nil for a prompt that is plain, or in an encoding that it does not know.
    func read(_ prompt: String) -> (encoding: TextEncoding, text: String)? {
        let signs = Signs(prompt)
        for encoding in Self.recognisable where known.contains(encoding) && signs.allow(encoding) {
            if let text = Self.readLines(prompt, in: encoding) { return (encoding, text) }
        }
        return nil
    }

    /// The prompt with what its encoded lines say in their place; nil without any: a wrapper around them is plain.
    private static func readLines(_ prompt: String, in encoding: TextEncoding) -> String? {
        var isThere = false
        let lines = prompt.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
            guard let text = read(String(line), in: encoding) else { return String(line) }
            isThere = true
            return text
        }
        return isThere ? lines.joined(separator: "\n") : nil
    }

    /// What one pass over the bytes tells, so that plain prompts cost next to nothing.
    private struct Signs {
        private var longestWord = 0
        private var shortWords = 0
        private var digits = 0
        private var isASCII = true

        init(_ prompt: String) {
            var length = 0
            for byte in prompt.utf8 {
                if byte == 0x20 || byte == 0x0A {
                    if length == 1 { shortWords += 1 }
                    length = 0
                    continue
                }
                length += 1
                longestWord = max(longestWord, length)
                if (0x30...0x39).contains(byte) { digits += 1 }
                if byte >= 0x80 { isASCII = false }
            }
        }

        /// Whether the text may be in an encoding.
        func allow(_ encoding: TextEncoding) -> Bool {
            switch encoding {
            case .base64, .hex: longestWord >= PromptDecoding.leastRun
            case .leetspeak: digits > 2
            case .homoglyphs, .zeroWidth: !isASCII
            case .spacedLetters: shortWords >= PromptDecoding.leastRun / 2
            case .none, .rot13, .reversedWords: false
            }
        }
    }

    private static func read(_ prompt: String, in encoding: TextEncoding) -> String? {
        switch encoding {
        case .base64, .hex: runs(prompt, encoding)
        case .leetspeak: isMixed(prompt, \.isDigit, \.isLatin) ? encoding.decode(prompt) : nil
        case .homoglyphs: isMixed(prompt, \.isCyrillic, \.isLatin) ? encoding.decode(prompt) : nil
        case .zeroWidth: unmarked(prompt)
        case .spacedLetters: unspaced(prompt)
        case .none, .rot13, .reversedWords: nil
        }
    }

    /// The prompt with what its encoded words say in their place; nil without any.
    private static func runs(_ prompt: String, _ encoding: TextEncoding) -> String? {
        var isThere = false
        let words = prompt.split(separator: " ").map { word -> String in
            guard word.utf8.count >= leastRun, let text = encoding.decode(String(word)), text.utf8.allSatisfy(isText)
            else { return String(word) }
            isThere = true
            return text
        }
        return isThere ? words.joined(separator: " ") : nil
    }

    /// Whether a byte belongs to a text, and not to whatever else bytes mean.
    private static func isText(_ byte: UInt8) -> Bool { byte >= 0x20 && byte != 0x7F || byte == 0x0A }

    private static func isMixed(
        _ prompt: String, _ one: (Unicode.Scalar) -> Bool, _ other: (Unicode.Scalar) -> Bool
    ) -> Bool {
        let words = prompt.split(whereSeparator: \.isWhitespace)
        let mixed = words.count { word in
            word.unicodeScalars.contains(where: one) && word.unicodeScalars.contains(where: other)
        }
        return mixed > 0 && Double(mixed) >= mixedShare * Double(words.count)
    }

    private static func unmarked(_ prompt: String) -> String? {
        let scalars = prompt.unicodeScalars
        let kept = scalars.filter { $0 != TextEncoding.zeroWidthSpace }
        return scalars.count - kept.count > kept.count / 2 ? String(String.UnicodeScalarView(kept)) : nil
    }

    /// What spaced letters say, also behind a few plain words.
    private static func unspaced(_ prompt: String) -> String? {
        var start = prompt.startIndex
        while start < prompt.endIndex {
            let rest = prompt[start...]
            if rest.unicodeScalars.count >= leastRun, let text = TextEncoding.spacedLetters.decode(String(rest)) {
                return String(prompt[..<start]) + text
            }
            guard let gap = rest.firstIndex(of: " ") else { return nil }
            start = prompt.index(after: gap)
        }
        return nil
    }
}

extension Unicode.Scalar {
    fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
    fileprivate var isLatin: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) }
    fileprivate var isCyrillic: Bool { (0x400...0x52F).contains(value) }
}
