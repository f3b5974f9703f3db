/// Questions about UTF-8 text that the transforms ask of every byte.
///
/// Text is handled as bytes because a run writes tens of thousands of prompts a second; bytes of other scripts count as
/// letters, so that a character is never cut.
enum Letters {
    /// Whether the byte belongs to a word: a letter, a digit or part of a character outside ASCII.
    static func isWord(_ byte: UInt8) -> Bool {
        isASCIILetter(byte) || (0x30...0x39).contains(byte) || byte >= 0x80
    }

    /// Whether the byte is one of a–z and A–Z.
    static func isASCIILetter(_ byte: UInt8) -> Bool {
        (0x61...0x7a).contains(byte | 0x20)
    }

    /// Whether the byte is one of A–Z.
    static func isUpper(_ byte: UInt8) -> Bool {
        (0x41...0x5a).contains(byte)
    }

    /// Whether the byte is one of a–z.
    static func isLower(_ byte: UInt8) -> Bool {
        (0x61...0x7a).contains(byte)
    }

    /// The byte in lower case, when it is an ASCII letter.
    static func lower(_ byte: UInt8) -> UInt8 {
        isUpper(byte) ? byte | 0x20 : byte
    }

    /// The byte in upper case, when it is an ASCII letter.
    static func upper(_ byte: UInt8) -> UInt8 {
        isLower(byte) ? byte & 0xdf : byte
    }

    /// Whether the byte is one of a, e, i, o, u and y, in either case.
    static func isVowel(_ byte: UInt8) -> Bool {
        switch byte | 0x20 {
        case 0x61, 0x65, 0x69, 0x6f, 0x75, 0x79: true
        default: false
        }
    }

    /// Whether the word takes "an": it begins with a vowel, but for the usual words that are spoken otherwise.
    static func takesAn(_ word: some Sequence<UInt8>) -> Bool {
        let start = word.prefix(4).map(lower)
        if start.first == UInt8(ascii: "h") { return spokenWithVowel.contains(start) }
        guard let first = start.first, isVowel(first), first != UInt8(ascii: "y") else { return false }
        return !spokenWithConsonant.contains { start.starts(with: $0) }
    }

    private static let spokenWithVowel = ["hone", "hono", "hour", "heir"].map { Array($0.utf8) }
    private static let spokenWithConsonant = ["uni", "use", "usu", "eu", "one", "once"].map { Array($0.utf8) }

    /// Whether the byte ends a sentence.
    static func isStop(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "!")
    }

    /// Number of bytes of the character at `index` when no word can begin there, else 0.
    static func gap(in text: [UInt8], at index: Int) -> Int {
        guard isWord(text[index]) else { return 1 }
        // U+0080 to U+00BF: "¿", "«" and their like.
        if text[index] == 0xc2, index + 1 < text.count { return 2 }
        // U+2010 to U+203F, dashes and quotation marks, are no letters, but for the apostrophe U+2019.
        let isMark = text[index] == 0xe2 && index + 2 < text.count && text[index + 1] == 0x80 && text[index + 2] != 0x99
        return isMark ? 3 : 0
    }

    /// The end of the word that begins at `start`; an apostrophe between letters belongs to the word.
    static func wordEnd(in text: [UInt8], from start: Int) -> Int {
        var end = start
        while end < text.count, isInsideWord(text, end) { end += 1 }
        return end
    }

    /// Whether a word that has begun goes on at `index`.
    static func isInsideWord(_ text: [UInt8], _ index: Int) -> Bool {
        if isWord(text[index]) { return gap(in: text, at: index) == 0 }
        return text[index] == UInt8(ascii: "'") && index + 1 < text.count && isWord(text[index + 1])
    }

    /// Whether the scalar's script is written without spaces: Thai, Lao, Myanmar, Khmer, kana and Chinese characters.
    static func isUnspaced(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0e00...0x0eff, 0x1000...0x109f, 0x1780...0x17ff, 0x3041...0x30ff, 0x31f0...0x31ff, 0x3400...0x4dbf,
            0x4e00...0x9fff, 0xf900...0xfaff, 0x20000...0x3ffff:
            true
        default: false
        }
    }

    /// A hash of the bytes in lower case (FNV-1a), for tables of words; equal hashes are compared in full.
    static func hash(_ text: [UInt8], _ range: Range<Int>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for index in range { hash = (hash ^ UInt64(lower(text[index]))) &* 0x0000_0100_0000_01b3 }
        return hash
    }
}

extension [UInt8] {
    /// Writes the first letter in upper case, "é" and its like too.
    mutating func capitalise() {
        guard let first else { return }
        self[0] = Letters.upper(first)
        if first == 0xc3, count > 1, (0xa0...0xbe).contains(self[1]), self[1] != 0xb7 { self[1] -= 0x20 }
    }

    /// Writes the first letter in lower case, unless the first word is "I" or begins with two capitals as acronyms do.
    mutating func uncapitalise() {
        guard let first, Letters.isUpper(first) else { return }
        let isAcronym = count > 1 && Letters.isUpper(self[1])
        let isPronoun = first == UInt8(ascii: "I") && (count == 1 || !Letters.isWord(self[1]))
        if !isAcronym && !isPronoun { self[0] = Letters.lower(first) }
    }

    /// The text of the bytes.
    var text: String { String(decoding: self, as: UTF8.self) }
}
