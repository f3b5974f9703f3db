/// Features of a column's values, over a sample of records.
struct ColumnProfile {
    /// Name of the column.
    let name: String
    /// Values that are not empty.
    private(set) var filled = 0
    /// Records looked at.
    private(set) var seen = 0
    /// The distinct values, as far as they are short enough to be categories.
    private(set) var distinct: [String: Int] = [:]
    /// Values that read like a sentence: three words, or four characters of a script without spaces.
    private(set) var sentences = 0
    private var characters = 0
    private var longest = 0

    /// A column without values.
    init(name: String) { self.name = name }

    /// Counts a value; nil for an empty one.
    mutating func add(_ value: String?) {
        seen += 1
        guard let value else { return }
        filled += 1
        let length = value.count
        characters += length
        longest = max(longest, length)
        if Self.isSentence(value) { sentences += 1 }
        distinct[value, default: 0] += 1
    }

    /// Mean number of characters of a value that is not empty.
    var meanLength: Double { filled == 0 ? 0 : Double(characters) / Double(filled) }
    /// Share of the filled values that are distinct, 0 ... 1.
    var distinctShare: Double { filled == 0 ? 0 : Double(distinct.count) / Double(filled) }
    /// Share of the filled values that read like a sentence, 0 ... 1.
    var sentenceShare: Double { filled == 0 ? 0 : Double(sentences) / Double(filled) }
    /// Share of the records that have a value, 0 ... 1.
    var filledShare: Double { seen == 0 ? 0 : Double(filled) / Double(seen) }
    /// Whether the values could be categories: few and short.
    var looksLikeCategories: Bool {
        let most = seen < 10 ? seen : max(3, seen * 6 / 10)
        return filledShare >= 0.3 && longest <= 200 && !distinct.isEmpty && distinct.count <= most
    }
    /// Whether the values are verdicts, truth values or numbers rather than categories.
    var looksLikeLabels: Bool {
        distinct.keys.allSatisfy { Self.labels.contains($0.lowercased()) || Double($0) != nil }
    }

    /// The words of the name in small letters, in the singular; "SemanticCategory" has two.
    var words: [String] {
        var words: [String] = []
        var previousIsSmall = false
        for character in name {
            guard character.isLetter || character.isNumber else {
                words.append("")
                previousIsSmall = false
                continue
            }
            if words.isEmpty || character.isUppercase && previousIsSmall { words.append("") }
            words[words.count - 1] += character.lowercased()
            previousIsSmall = character.isLowercase
        }
        return words.filter { !$0.isEmpty }.map { $0.count > 3 && $0.hasSuffix("s") ? String($0.dropLast()) : $0 }
    }

    private static let labels: Set<String> = [
        "safe", "unsafe", "harmful", "harmless", "benign", "toxic", "yes", "no", "true", "false", "train", "test",
        "validation", "dev", "en", "en_us", "zh", "english",
    ]

    private static func isSentence(_ text: String) -> Bool {
        if text.split(maxSplits: 3, whereSeparator: \.isWhitespace).count >= 3 { return true }
        return text.unicodeScalars.count {
            (0x3040...0x9fff).contains($0.value) || (0xac00...0xd7a3).contains($0.value)
        }
            >= 4
    }
}
