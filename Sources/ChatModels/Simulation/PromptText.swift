/// The words of a prompt, in lower case, as a reader of cues wants them.
struct PromptText {
    /// Words of letters, digits and inner apostrophes; a final `in'` is written out as `ing`. A Chinese character or a kana
    /// is a word of its own.
    let words: [String]
    /// How many words had their last letter replaced by an apostrophe, as in `goin'`.
    let droppedEndings: Int
    /// Whether the last sentence is a question.
    let endsAsQuestion: Bool

    /// Takes a text apart.
    init(_ text: String) {
        var words: [String] = []
        var dropped = 0
        var current: [UInt8] = []
        func close() {
            defer { current.removeAll(keepingCapacity: true) }
            guard let word = Self.word(current[...]) else { return }
            if word.isDropped { dropped += 1 }
            words.append(word.text)
        }
        // Bytes, because every prompt is read and character breaking costs more than all the rest. Anything beyond
        // ASCII counts as a letter, but for the typographic apostrophe and the commonest punctuation.
        let bytes = Array(text.utf8)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            guard byte < 0x80 else {
                let character = Foreign(bytes[index...])
                switch character.kind {
                case .apostrophe: current.append(0x27)
                case .letter: current += character.lower
                case .mark: close()
                case .word:
                    close()
                    current += character.lower
                    close()
                }
                index += character.lower.count
                continue
            }
            switch byte {
            case 0x41...0x5A: current.append(byte | 0x20)
            case 0x61...0x7A, 0x30...0x39, 0x27: current.append(byte)
            default: close()
            }
            index += 1
        }
        close()
        self.words = words
        droppedEndings = dropped
        let end = bytes.lastIndex { $0 > 0x20 && $0 != 0x22 && $0 != 0x27 && $0 != 0x29 }
        endsAsQuestion = end.map { bytes[$0] == UInt8(ascii: "?") || bytes[...$0].suffix(3) == Self.wideMark } ?? false
    }

    /// The question mark of Chinese and Japanese.
    private static let wideMark: ArraySlice<UInt8> = [0xEF, 0xBC, 0x9F]

    private static func word(_ bytes: ArraySlice<UInt8>) -> (text: String, isDropped: Bool)? {
        var bytes = bytes.drop { $0 == 0x27 }
        let isDropped = bytes.count > 4 && bytes.suffix(3).elementsEqual("in'".utf8)
        while bytes.last == 0x27 { bytes.removeLast() }
        guard !bytes.isEmpty else { return nil }
        return (String(decoding: bytes, as: UTF8.self) + (isDropped ? "g" : ""), isDropped)
    }
}

/// A character outside ASCII, by its bytes.
private struct Foreign {
    enum Kind { case letter, apostrophe, mark, word }

    let kind: Kind
    /// Its bytes, of a Latin letter with a mark those of the small one.
    let lower: ArraySlice<UInt8>

    /// The character that a slice begins with.
    init(_ bytes: ArraySlice<UInt8>) {
        let first = bytes[bytes.startIndex]
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1
        let own = bytes.prefix(length)
        guard own.count == length, length > 1 else { (kind, lower) = (.letter, own); return }
        let second = own[own.startIndex + 1]
        switch (first, second) {
        case (0xE2, 0x80): kind = [0x98, 0x99].contains(own.last) ? .apostrophe : .mark
        // Punctuation of Latin scripts, of Chinese and of forms as wide as Chinese.
        case (0xC2, _), (0xE3, 0x80), (0xEF, 0xBC), (0xEF, 0xBD): kind = .mark
        case (0xE3, _), (0xE4...0xE9, _): kind = .word
        default: kind = .letter
        }
        if first == 0xC3, (0x80...0x9E).contains(second) { lower = [first, second | 0x20] } else { lower = own }
    }
}
