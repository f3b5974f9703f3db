import SafetyGrid

/// Tells pieces of JSON, markup and lists, broken-off sentences and repetitions from prompts.
enum PromptDebris {
    /// Fewest words of a prompt.
    static let fewestWords = 4.0
    /// Words from which repetition is looked for, and the least share of them that has to differ.
    private static let (repeatable, leastVariety) = (10, 0.42)

    /// Whether a text is a piece of something else.
    static func isDebris(_ text: String) -> Bool {
        isMarkup(text) || text.lowercased().hasPrefix("http") || hasKey(text) || isBrokenOff(text) || isRepetitive(text)
            || lacksLetters(text)
    }

    /// The number of words; a character of a script without blanks counts as a part of one, as long as words are there on
    /// average.
    static func words(in text: String) -> Double {
        var count = 0.0
        var isOpen = false
        for scalar in text.unicodeScalars {
            let share = share(scalar)
            let isWord = scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            if share > 0 {
                count += share
                isOpen = false
            } else if isWord {
                if !isOpen { count += 1 }
                isOpen = true
            } else if scalar != "'", scalar != "\u{2019}", !scalar.properties.isDefaultIgnorableCodePoint,
                scalar.properties.generalCategory != .nonspacingMark, scalar.properties.generalCategory != .spacingMark
            {
                isOpen = false
            }
        }
        return count
    }

    /// Part of a word that a character of a script without blanks is; 0 for all others.
    private static func share(_ scalar: Unicode.Scalar) -> Double {
        switch scalar.value {
        case 0x3041...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: 0.6
        case 0x0E01...0x0E30, 0x0E40...0x0EB0, 0x1000...0x102A, 0x1780...0x17B3: 0.3
        default: 0
        }
    }

    /// Braces, brackets with quotes, keys with their colon, tags, fences.
    private static func isMarkup(_ text: String) -> Bool {
        let marks = [
            "{", "}", "[\"", "\"]", "\":", "\" :", "':", "\\\"", "\\n", "```", "</", "/>", "<|", "|>", "\",\"",
            "\", \"",
        ]
        if marks.contains(where: text.contains) { return true }
        if text.count(where: { $0 == "\"" || $0 == "“" || $0 == "”" }) % 2 == 1 { return true }
        if isIdentifier(text) { return true }
        if text.count(where: { $0 == "[" }) != text.count(where: { $0 == "]" }) { return true }
        // A tag: an angle bracket with a letter right behind it.
        let scalars = Array(text.unicodeScalars)
        return scalars.indices.dropLast().contains { scalars[$0] == "<" && scalars[$0 + 1].properties.isAlphabetic }
    }

    /// Words that are joined as programs join them: `write_an_essay`.
    private static func isIdentifier(_ text: String) -> Bool {
        text.contains("_") && !text.contains(where: \.isWhitespace)
    }

    /// A key of the list at the beginning: `title: …`, `Prompt 3:`, `assistant:`.
    private static func hasKey(_ text: String) -> Bool {
        let head = text.prefix(40).lowercased()
        guard let colon = head.firstIndex(of: ":") else { return false }
        let key = head[..<colon].filter { $0.isLetter || $0 == "_" }
        return keys.contains(key)
    }

    /// Ends in the middle of a sentence, on a word that none ends on, a comma or a colon.
    private static func isBrokenOff(_ text: String) -> Bool {
        guard let last = text.last else { return true }
        if ",;:([-–—&/=+*".contains(last) { return true }
        guard last.isLetter else { return false }
        let word = text.reversed().prefix { $0.isLetter || $0 == "'" }
        return unended.contains(String(word.reversed()).lowercased())
    }

    private static func isRepetitive(_ text: String) -> Bool {
        let words = WordHashes.of(text)
        guard words.count >= repeatable else {
            return words.count >= 4 && Set(words).count * 2 < words.count
        }
        // A long text repeats its common words: the share is taken of a stretch.
        let stretch = words.prefix(60)
        if Double(Set(stretch).count) < leastVariety * Double(stretch.count) { return true }
        var runs: [[UInt64]: Int] = [:]
        for start in words.indices.dropLast(3) {
            let run = Array(words[start..<(start + 4)])
            runs[run, default: 0] += 1
            if runs[run, default: 0] >= 3 { return true }
        }
        return false
    }

    /// Less than half of what is seen are letters.
    private static func lacksLetters(_ text: String) -> Bool {
        var (letters, seen) = (0, 0)
        for scalar in text.unicodeScalars where !scalar.properties.isWhitespace {
            seen += 1
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .spacingMark: letters += 1
            default: if scalar.properties.isAlphabetic { letters += 1 }
            }
        }
        return letters * 2 < seen
    }

    private static let keys: Set<String> = [
        "title", "type", "prompt", "prompts", "description", "id", "name", "content", "text", "style", "technique",
        "category", "hazard", "hazardcategory", "writingstyle", "persuasiontechnique", "example", "output", "input",
        "user",
        "assistant", "system", "json", "note", "url", "source", "author", "answer", "response", "test", "topic",
        "value",
        "firstprompt", "secondprompt", "thirdprompt", "key", "item", "test_prompt", "persona", "definition",
    ]
    private static let unended: Set<String> = [
        "the", "a", "an", "of", "and", "or", "my", "your", "their", "our", "its", "because", "which", "than", "if",
        "but",
        "into", "very", "whose", "these", "such", "between", "whether", "i'm", "i've", "they're", "we're",
    ]
}
