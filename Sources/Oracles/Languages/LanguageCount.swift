/// How much of a text is in which language, in letters.
///
/// Letters of other scripts tell their language themselves. Words in Latin letters are taken in stretches of a line, and each
/// stretch belongs to the language that has most of its small words; when none has, to nobody.
struct LanguageCount {
    /// Letters in English.
    private(set) var english = 0
    /// Letters of words that tell no language.
    private(set) var undecided = 0
    private var latin: [Int]
    private var scripts = [Int](repeating: 0, count: Script.allCases.count)
    private var words = 0
    private var wordsBeyondASCII = 0

    private let table = FunctionWords.common
    private var stretch = Stretch()

    /// Words of a stretch, at most: as many as ``Stretch`` has room for.
    private static let stretchWords = 14

    /// What was read of a stretch so far.
    private struct Stretch {
        var words = 0
        var letters = 0
        var beyondASCII = false
        /// The languages of each small word, of as many as there are.
        private var smallWords = SIMD16<UInt32>()
        private var count = 0
        /// Small words that English has, those that it alone has, and those that it has not.
        private(set) var (english, englishAlone, others) = (0, 0, 0)

        mutating func add(_ languages: UInt32) {
            smallWords[count] = languages
            count += 1
            if languages & 1 == 0 { others += 1 } else { english += 1 }
            if languages == 1 { englishAlone += 1 }
        }

        /// The language other than English with most small words, and how many; nil where English has as many at least.
        func other(of languages: Int) -> (language: Int, words: Int)? {
            guard others > englishAlone else { return nil }
            let counts = (0..<languages).map { language in
                (0..<count).count { smallWords[$0] >> UInt32(language) & 1 != 0 }
            }
            let best = (1..<languages).max { counts[$0] < counts[$1] } ?? 0
            return counts[best] > english ? (best, counts[best]) : nil
        }
    }

    /// Counts the first `head` and the last `tail` bytes of a text; blocks of code are passed over.
    init(_ text: String, head: Int = .max, tail: Int = 0) {
        latin = [Int](repeating: 0, count: table.names.count)
        var text = text
        text.withUTF8 { bytes in
            if bytes.count - tail > head {
                read(UnsafeBufferPointer(rebasing: bytes[..<head]))
                read(UnsafeBufferPointer(rebasing: bytes[(bytes.count - tail)...]))
            } else {
                read(bytes)
            }
        }
    }

    /// Letters in all.
    var letters: Int { english + others + undecided }

    /// Letters in languages other than English.
    var others: Int { latin.reduce(0, +) + scripts.reduce(0, +) }

    /// The name of the other language with most letters.
    var largest: String {
        let script = scripts.indices.max { scripts[$0] < scripts[$1] } ?? 0
        let name = latin.indices.max { latin[$0] < latin[$1] } ?? 0
        guard scripts[script] >= latin[name] else { return table.names[name] }
        // Japanese has more Chinese characters than its own ones.
        let isJapanese = Script.allCases[script] == .han && scripts[Script.kana.rawValue] * 8 > scripts[script]
        return isJapanese ? Script.kana.language : Script.allCases[script].language
    }

    /// Whether there are many words and none that a known language has.
    var isStrange: Bool {
        guard english == 0, others == 0 else { return false }
        return words >= Self.plainWords
            || words >= Self.accentedWords && Double(wordsBeyondASCII) >= Self.accentedShare * Double(words)
    }

    /// Words without one that is known from which on a text is in a language without a name, and the same where that share of
    /// them has letters beyond ASCII.
    private static let (plainWords, accentedWords, accentedShare) = (60, 12, 0.2)

    private mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) {
        var index = 0
        var word = Word()
        var isLineStart = true
        var isCode = false
        while index < bytes.count {
            let byte = bytes[index]
            if isLineStart, byte == UInt8(ascii: "`"), index + 2 < bytes.count, bytes[index + 1] == byte,
                bytes[index + 2] == byte
            {
                isCode.toggle()
                index += 3
                continue
            }
            isLineStart = byte == 0x0A || isLineStart && byte <= 0x20
            if isCode {
                index += 1
            } else if byte < 0x80 {
                readASCII(byte, &word)
                index += 1
            } else {
                let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
                readLong(bytes, index, min(length, bytes.count - index), &word)
                index += length
            }
        }
        close(&word)
        closeStretch()
    }

    /// A word in the making.
    private struct Word {
        var hash = FunctionWords.basis
        var letters = 0
        var beyondASCII = false
        /// Whether it is a name or an address of a machine.
        var isTechnical = false

        mutating func add(_ byte: UInt8) { hash = FunctionWords.hash(hash, byte) }
    }

    private mutating func readASCII(_ byte: UInt8, _ word: inout Word) {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
            word.add(byte | 0x20)
            word.letters += 1
        case UInt8(ascii: "'") where word.letters > 0: word.add(byte)
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "@"), UInt8(ascii: "/"),
            UInt8(ascii: "\\"):
            word.isTechnical = true
        default:
            close(&word)
            if byte == 0x0A || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "!") {
                closeStretch()
            }
        }
    }

    private mutating func readLong(
        _ bytes: UnsafeBufferPointer<UInt8>, _ index: Int, _ length: Int, _ word: inout Word
    ) {
        var scalar = UInt32(bytes[index]) & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07)
        for next in bytes[(index + 1)..<(index + length)] { scalar = scalar << 6 | UInt32(next & 0x3F) }
        if (0xC0...0x24F).contains(scalar) || (0x1E00...0x1EFF).contains(scalar) || (0x300...0x36F).contains(scalar) {
            // Capitals of the accented letters in use become small ones.
            let isCapital = (0xC0...0xDE).contains(scalar)
            for (place, byte) in bytes[index..<(index + length)].enumerated() {
                word.add(isCapital && place == 1 ? byte + 0x20 : byte)
            }
            word.letters += 1
            word.beyondASCII = true
        } else if scalar == 0x2019 || scalar == 0x2BC {
            if word.letters > 0 { word.add(UInt8(ascii: "'")) }
        } else {
            close(&word)
            if let script = Script(scalar) { scripts[script.rawValue] += script.letters }
        }
    }

    private mutating func close(_ word: inout Word) {
        defer { word = Word() }
        guard word.letters > 0, !word.isTechnical else { return }
        words += 1
        stretch.words += 1
        stretch.letters += word.letters
        if word.beyondASCII {
            wordsBeyondASCII += 1
            stretch.beyondASCII = true
        }
        let languages = table.languages(of: word.hash)
        if languages != 0 { stretch.add(languages) }
        if stretch.words == Self.stretchWords { closeStretch() }
    }

    private mutating func closeStretch() {
        guard stretch.words > 0 else { return }
        let ours = stretch.english
        // Names have accents in English as well, and many small words belong to several languages.
        if let other = stretch.other(of: latin.count),
            other.words + (stretch.beyondASCII && ours == 0 ? 1 : 0) >= (ours > 0 ? 3 : 2)
        {
            latin[other.language] += stretch.letters
        } else if ours > 0 {
            english += stretch.letters
        } else {
            undecided += stretch.letters
        }
        stretch = Stretch()
    }
}
