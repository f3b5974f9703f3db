import RunStore

/// Gathers sentences and gives them out as passages of about equal length.
struct PassageBuilder {
    private let target: Int
    private let maxBytes: Int
    /// Sentences that are not given out, each with its size and whether a paragraph ends behind it.
    private var pieces: [(text: String, words: Int, endsParagraph: Bool)] = []
    private var words = 0
    private var bytes = 0

    init(target: Int, maxBytes: Int) {
        self.target = target
        self.maxBytes = maxBytes
    }

    /// Adds a sentence; one that is a passage long by itself is cut between words.
    mutating func add(_ sentence: Substring) {
        var current = ""
        var size = WordSize()
        for word in sentence.split(whereSeparator: \.isWhitespace) {
            for part in Self.parts(of: word, maxBytes: maxBytes, target: target) {
                let added = WordSize(part)
                let isFull =
                    size.words + added.words > target || current.utf8.count + part.utf8.count + 1 > maxBytes
                if !current.isEmpty, isFull {
                    append(current, size.words)
                    (current, size) = ("", WordSize())
                }
                if !current.isEmpty, part.startIndex == word.startIndex { current += " " }
                current += part
                size.add(added)
            }
        }
        if !current.isEmpty { append(current, size.words) }
    }

    /// Marks the border of a paragraph.
    mutating func endParagraph() {
        guard !pieces.isEmpty else { return }
        pieces[pieces.count - 1].endsParagraph = true
    }

    /// Gives out passages while a passage and a half or more is waiting, so that the last is no mere scrap.
    mutating func takeFull(under heading: String) -> [PassageText] {
        var result: [PassageText] = []
        while words * 2 > target * 5 || bytes > 2 * maxBytes { result.append(take(heading)) }
        return result
    }

    /// Gives out all that is left.
    mutating func finish(under heading: String) -> [PassageText] {
        var result: [PassageText] = []
        while !pieces.isEmpty { result.append(take(heading)) }
        return result
    }

    private mutating func append(_ text: String, _ count: Int) {
        pieces.append((text, count, false))
        words += count
        bytes += text.utf8.count + 1
    }

    /// Takes the number of sentences whose end is nearest to an equal share of what waits, a paragraph's end preferred.
    private mutating func take(_ heading: String) -> PassageText {
        let shares = max(1, (words + target / 2) / max(target, 1))
        let share = max(1, words / shares)
        var best = (count: 1, cost: Int.max)
        var (sum, size) = (0, 0)
        for (index, piece) in pieces.enumerated() {
            sum += piece.words
            size += piece.text.utf8.count + 1
            guard index == 0 || size <= maxBytes else { break }
            let isEnd = piece.endsParagraph || index == pieces.count - 1
            let cost = abs(sum - share) * 4 + (isEnd ? 0 : target)
            if cost < best.cost { best = (index + 1, cost) }
            guard sum <= 2 * target else { break }
        }
        let taken = Array(pieces.prefix(best.count))
        pieces.removeFirst(best.count)
        let text = taken.map(\.text).joined(separator: " ")
        words -= taken.reduce(0) { $0 + $1.words }
        bytes -= text.utf8.count + 1
        return PassageText(heading: heading, text: text)
    }

    /// A word as it is, or cut where it is longer than a passage may be: a text without spaces, or a hostile one.
    private static func parts(of word: Substring, maxBytes: Int, target: Int) -> [Substring] {
        guard word.utf8.count > min(maxBytes, target * 4) else { return [word] }
        var parts: [Substring] = []
        var rest = word
        while !rest.isEmpty {
            var (end, bytes, size) = (rest.startIndex, 0, WordSize())
            while end < rest.endIndex {
                let next = rest.unicodeScalars.index(after: end)
                let added = UTF8.width(rest.unicodeScalars[end])
                size.add(rest.unicodeScalars[end])
                if end > rest.startIndex, bytes + added > maxBytes || size.words > target { break }
                bytes += added
                end = next
            }
            parts.append(rest[rest.startIndex..<end])
            rest = rest[end...]
        }
        return parts
    }
}

/// The size of a text in words: two characters of a spaceless script are one.
struct WordSize {
    private var halves = 0
    private var inWord = false

    init() {}

    init(_ text: some StringProtocol) {
        for scalar in text.unicodeScalars { add(scalar) }
    }

    var words: Int { (halves + 1) / 2 }

    mutating func add(_ other: WordSize) { halves += other.halves }

    mutating func add(_ scalar: Unicode.Scalar) {
        if IndexText.isSpaceless(scalar) {
            halves += 1
            inWord = false
        } else if scalar.value <= 0x20 {
            inWord = false
        } else if !inWord {
            halves += 2
            inWord = true
        }
    }
}

extension UTF8 {
    /// Bytes of a scalar, 1 ... 4.
    fileprivate static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case ..<0x80: 1
        case ..<0x800: 2
        case ..<0x10000: 3
        default: 4
        }
    }
}
