/// The words of a prompt, in lower case, as a reader of cues wants them.
struct PromptText {
    /// Words of letters, digits and inner apostrophes; a final `in'` is written out as `ing`.
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
        // ASCII counts as a letter, but for the typographic apostrophe.
        let bytes = Array(text.utf8)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 0xE2, index + 2 < bytes.count, bytes[index + 1] == 0x80 {
                if bytes[index + 2] == 0x99 || bytes[index + 2] == 0x98 { current.append(0x27) } else { close() }
                index += 3
                continue
            }
            switch byte {
            case 0x41...0x5A: current.append(byte | 0x20)
            case 0x61...0x7A, 0x30...0x39, 0x27, 0x80...: current.append(byte)
            default: close()
            }
            index += 1
        }
        close()
        self.words = words
        droppedEndings = dropped
        let end = bytes.last { $0 > 0x20 && $0 != 0x22 && $0 != 0x27 && $0 != 0x29 }
        endsAsQuestion = end == UInt8(ascii: "?")
    }

    private static func word(_ bytes: ArraySlice<UInt8>) -> (text: String, isDropped: Bool)? {
        var bytes = bytes.drop { $0 == 0x27 }
        let isDropped = bytes.count > 4 && bytes.suffix(3).elementsEqual("in'".utf8)
        while bytes.last == 0x27 { bytes.removeLast() }
        guard !bytes.isEmpty else { return nil }
        return (String(decoding: bytes, as: UTF8.self) + (isDropped ? "g" : ""), isDropped)
    }
}
