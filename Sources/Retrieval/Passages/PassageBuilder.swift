import Storage

/// Gathers sentences and gives them out as passages of about equal length.
struct PassageBuilder {
    /// A sentence that waits, or a part of one that is a passage long by itself.
    private struct Piece {
        /// Where it ends in the buffer.
        var end: Int
        var words: Int
        var endsParagraph = false
    }

    private let target: Int
    private let maxBytes: Int
    /// The words that wait, a space between any two.
    private var buffer: [UInt8] = []
    private var pieces: [Piece] = []
    private var words = 0

    init(target: Int, maxBytes: Int) {
        self.target = target
        self.maxBytes = maxBytes
    }

    /// Adds a sentence; one that is a passage long by itself is cut between words.
    mutating func add(_ sentence: UTF8Text) {
        var index = sentence.startIndex
        var isNew = true
        while index < sentence.endIndex {
            let space = sentence.widthOfSpace(at: index)
            guard space == 0 else {
                index += space
                continue
            }
            let start = index
            while index < sentence.endIndex, sentence.widthOfSpace(at: index) == 0 { index += 1 }
            add(word: sentence[start..<index], &isNew)
        }
    }

    /// Adds a word, or its parts where it is longer than a passage may be: a text without spaces, or a hostile one.
    private mutating func add(word: UTF8Text, _ isNew: inout Bool) {
        guard word.count > min(maxBytes, target * 4) else {
            return add(part: word, WordSize(word), opensWord: true, &isNew)
        }
        var start = word.startIndex
        while start < word.endIndex {
            var (end, size) = (start, WordSize())
            while end < word.endIndex {
                let (scalar, width) = word.scalar(at: end)
                size.add(scalar)
                if end > start, end - start + width > maxBytes || size.words > target { break }
                end += width
            }
            add(part: word[start..<end], WordSize(word[start..<end]), opensWord: start == word.startIndex, &isNew)
            start = end
        }
    }

    private mutating func add(part: UTF8Text, _ size: WordSize, opensWord: Bool, _ isNew: inout Bool) {
        if !isNew, let piece = pieces.last {
            let length = buffer.count - (pieces.dropLast().last?.end ?? 0)
            isNew = piece.words + size.words > target || length + part.count + 1 > maxBytes
        }
        if !buffer.isEmpty, isNew || opensWord { buffer.append(0x20) }
        if isNew { pieces.append(Piece(end: buffer.count, words: 0)) }
        buffer.append(contentsOf: part)
        pieces[pieces.count - 1].end = buffer.count
        pieces[pieces.count - 1].words += size.words
        words += size.words
        isNew = false
    }

    /// Marks the border of a paragraph.
    mutating func endParagraph() {
        guard !pieces.isEmpty else { return }
        pieces[pieces.count - 1].endsParagraph = true
    }

    /// Gives out passages while two and a half or more are waiting, so that the last is no mere scrap.
    mutating func takeFull(under heading: String, into result: inout [PassageText]) {
        while words * 2 > target * 5 || buffer.count > 2 * maxBytes { result.append(take(heading)) }
    }

    /// Gives out all that is left.
    mutating func finish(under heading: String) -> [PassageText] {
        var result: [PassageText] = []
        while !pieces.isEmpty { result.append(take(heading)) }
        return result
    }

    /// Takes the number of sentences whose end is nearest to an equal share of what waits, a paragraph's end preferred.
    private mutating func take(_ heading: String) -> PassageText {
        let shares = max(1, (words + target / 2) / max(target, 1))
        let share = max(1, words / shares)
        var best = (count: 1, words: pieces[0].words, cost: Int.max)
        var sum = 0
        for (index, piece) in pieces.enumerated() {
            sum += piece.words
            guard index == 0 || piece.end < maxBytes else { break }
            let isEnd = piece.endsParagraph || index == pieces.count - 1
            let cost = abs(sum - share) * 4 + (isEnd ? 0 : target)
            if cost < best.cost { best = (index + 1, sum, cost) }
            guard sum <= 2 * target else { break }
        }
        let end = pieces[best.count - 1].end
        let text = String(decoding: buffer[..<end], as: UTF8.self)
        pieces.removeFirst(best.count)
        buffer.removeFirst(min(end + 1, buffer.count))
        for index in pieces.indices { pieces[index].end -= end + 1 }
        words -= best.words
        return PassageText(heading: heading, text: text)
    }
}

/// The size of a text in words: two characters of a spaceless script are one.
struct WordSize {
    private var halves = 0
    private var inWord = false

    init() {}

    /// The size of a word.
    init(_ word: UTF8Text) {
        // The first byte of all characters of spaceless scripts is 0xE3 or more.
        guard word.contains(where: { $0 >= 0xE3 }) else {
            halves = word.isEmpty ? 0 : 2
            return
        }
        var index = word.startIndex
        while index < word.endIndex {
            let (scalar, width) = word.scalar(at: index)
            add(scalar)
            index += width
        }
    }

    var words: Int { (halves + 1) / 2 }

    mutating func add(_ scalar: Unicode.Scalar) {
        if IndexText.isSpaceless(scalar) {
            halves += 1
            inWord = false
        } else if !inWord {
            halves += 2
            inWord = true
        }
    }
}
